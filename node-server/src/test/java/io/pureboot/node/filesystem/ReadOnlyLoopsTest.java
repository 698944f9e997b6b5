package io.pureboot.node.filesystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOnlyLoopsTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("a loop over a part of a disk goes when it is closed, and would with a process that is killed")
    void leavesNothing() throws Exception {
        Prerequisites.requireLoop();
        try (LoopDevice disk = LoopDevice.create(folder.resolve("disk.img"), 8 << 20, 512)) {
            Path loop;
            try (ReadOnlyLoop part = new ReadOnlyLoops(new ProcessCommandRunner())
                    .attach(disk.path().toString(), 1 << 20, 2 << 20, 512)) {
                loop = Path.of("/sys/block")
                        .resolve(Path.of(part.device()).getFileName())
                        .resolve("loop");
                assertEquals("1", Files.readString(loop.resolve("autoclear")).strip(), "outlives its process");
            }
            long end = System.nanoTime() + 5_000_000_000L;
            while (Files.exists(loop) && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertFalse(Files.exists(loop), "still attached");
        }
    }
}
