package io.pureboot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed run left is undone by what its state file names, and nothing else is touched. */
class StaleRunsLoopTest {
    private final ProcessCommandRunner runner = new ProcessCommandRunner();

    @TempDir
    Path parent;

    private Path image;

    @BeforeEach
    void makeImage() throws IOException {
        Prerequisites.requireLoop();
        image = parent.resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(1 << 20);
        }
    }

    @Test
    void aRunThatLivesIsLeftAlone() throws IOException {
        try (Workspace workspace = Workspace.create(runner, parent)) {
            Loop loop = workspace.attach(image, true);

            assertEquals(0, new StaleRuns(runner, parent).clean());
            assertEquals(image.toRealPath().toString(), backing(loop.device()));
        }
    }

    @Test
    void loopDevicesServersAndFilesOfAKilledRunAreCleanedUp() throws IOException, InterruptedException {
        Workspace workspace = Workspace.create(runner, parent);
        Loop loop = workspace.attach(image, true);
        workspace.start("server", new ProcessBuilder("sleep", "600"));
        ProcessHandle server = ProcessHandle.of(
                        leftovers(workspace).servers().getFirst().pid())
                .orElseThrow();
        pretendOwnerDied(workspace);

        assertEquals(1, new StaleRuns(runner, parent).clean());

        assertFalse(server.isAlive());
        assertEquals("", backing(loop.device()));
        assertFalse(Files.exists(workspace.folder()));
        assertTrue(Files.exists(image), "the file behind a loop device is not the run's");
    }

    @Test
    void aLoopDeviceThatNowBelongsToSomeoneElseIsLeftAlone() throws IOException {
        Workspace workspace = Workspace.create(runner, parent);
        Loop loop = workspace.attach(image, true);
        Leftovers was = leftovers(workspace);
        write(
                workspace,
                new Leftovers(
                        new Leftovers.Running(was.owner().pid(), 1),
                        List.of(new Leftovers.Attached(loop.device().toString(), "/another/disk.img")),
                        was.servers()));

        assertEquals(1, new StaleRuns(runner, parent).clean());

        assertEquals(image.toRealPath().toString(), backing(loop.device()));
        runner.run(Command.of("losetup", "--detach", loop.device().toString())).orThrow();
    }

    /** The same process id, but of a process that started at another time. */
    private static void pretendOwnerDied(Workspace workspace) throws IOException {
        Leftovers was = leftovers(workspace);
        write(workspace, new Leftovers(new Leftovers.Running(was.owner().pid(), 1), was.loops(), was.servers()));
    }

    private static Leftovers leftovers(Workspace workspace) throws IOException {
        return ProtocolJson.mapper()
                .readValue(Files.readAllBytes(workspace.file(Workspace.STATE_FILE)), Leftovers.class);
    }

    private static void write(Workspace workspace, Leftovers leftovers) throws IOException {
        Files.write(workspace.file(Workspace.STATE_FILE), ProtocolJson.mapper().writeValueAsBytes(leftovers));
    }

    private static String backing(Path device) throws IOException {
        Path file = Path.of("/sys/block").resolve(device.getFileName()).resolve("loop/backing_file");
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }
}
