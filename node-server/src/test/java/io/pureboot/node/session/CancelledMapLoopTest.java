package io.pureboot.node.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.node.filesystem.FileSystemExtentMapper;
import io.pureboot.protocol.node.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cancels that come while a source still finds out what of its disk is used. */
class CancelledMapLoopTest {
    private static final ProcessCommandRunner TOOLS = new ProcessCommandRunner();

    @TempDir
    Path dir;

    @Test
    @DisplayName("X4 ED3 a cancel while the source still makes its map ends that within 5 s, its tools with it")
    void whileMapping() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, 64 * CloneRig.MIB)) {
            TOOLS.run(Command.of("mkfs.ntfs", "-Q", "-F", rig.source.path().toString()))
                    .orThrow();
            CountDownLatch begun = new CountDownLatch(1);
            // As a tool on a disk that hardly answers.
            rig.mapper = new FileSystemExtentMapper(command -> {
                if (command.argv().getFirst().equals("losetup")) {
                    return TOOLS.run(command);
                }
                begun.countDown();
                return TOOLS.run(Command.of("sleep", "300").within(Duration.ofMinutes(10)));
            });
            try (TestNode from = rig.sourceNode()) {
                from.runner.apply(
                        List.of(new Order.Source("s1", rig.source.path().toString(), from.identity(), null, 0, false)));
                assertTrue(begun.await(60, TimeUnit.SECONDS), "no tool was run");
                from.runner.apply(List.of());
                from.runner.awaitStopped();
                assertEquals(List.of(), from.runner.active());
                assertEquals(
                        0,
                        ProcessHandle.current()
                                .children()
                                .filter(child ->
                                        child.info().command().orElse("").endsWith("sleep"))
                                .count());
            }
        }
    }
}
