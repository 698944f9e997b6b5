package io.pureboot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The check of a clone must find what is wrong, on a real disk image and copies of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloneCheckLoopTest {
    private static final long SIZE = SampleDisk.MINIMUM;

    private final ProcessCommandRunner runner = new ProcessCommandRunner();
    private Workspace workspace;
    private Path source;
    private Path target;

    @BeforeAll
    void makeSource(@TempDir Path folder) throws IOException {
        Prerequisites.requireLoop();
        for (String tool : new String[] {"sgdisk", "mkfs.btrfs", "mkfs.vfat", "mcopy", "partclone.extfs"}) {
            Prerequisites.requireTool(tool);
        }
        workspace = Workspace.create(runner, folder);
        source = new SampleDisk(runner, workspace).make("source.img", SIZE, 40L << 20);
        target = workspace.file("target.img");
    }

    @AfterAll
    void close() throws IOException {
        if (workspace != null) {
            workspace.close();
        }
    }

    @BeforeEach
    void copy() throws IOException {
        run("cp", "--sparse=always", source.toString(), target.toString());
    }

    @Test
    void anEqualCopyIsGood() throws IOException {
        CloneCheck.Finding finding = check();
        assertTrue(finding.good(), finding.problem());
        assertEquals(SIZE, finding.comparedBytes());
        assertEquals(0, finding.differingFreeBytes());
    }

    @Test
    void aByteThatDiffersInUsedSpaceIsFound() throws IOException {
        // the ext4 super block of partition 2, which begins at 65 MiB
        flip((65L << 20) + 1024 + 120);
        CloneCheck.Finding finding = check();
        assertFalse(finding.good());
        assertEquals(
                "source and target differ at byte " + ((65L << 20) + 1024 + 120) + ", in used space",
                finding.problem());
    }

    @Test
    void aByteThatDiffersInAPartitionWithoutAFileSystemIsFound() throws IOException {
        flip(SIZE - (8L << 20));
        assertFalse(check().good());
    }

    @Test
    void aByteThatDiffersInThePartitionTableIsFound() throws IOException {
        flip(1024 + 60);
        assertFalse(check().good());
    }

    @Test
    void bytesInFreeSpaceMayDifferAndAreCounted() throws IOException {
        // the last block of the ext4 is free: the files fill a fraction of it
        flip(SIZE / (1 << 20) * 3 / 4 * (1L << 20) - 2048);
        CloneCheck.Finding finding = check();
        assertTrue(finding.good(), finding.problem());
        assertEquals(4096, finding.differingFreeBytes());
    }

    @Test
    void aLargerTargetWithItsTableMovedIsGood() throws IOException {
        grow();
        run("sgdisk", "--move-second-header", target.toString());
        CloneCheck.Finding finding = check();
        assertTrue(finding.good(), finding.problem());
    }

    @Test
    void aLargerTargetWithTheTableStillInTheMiddleIsNot() throws IOException {
        grow();
        assertEquals("sgdisk --verify finds problems in the target's partition table", check().problem());
    }

    @Test
    void aLargerTargetThatLacksAPartitionIsNot() throws IOException {
        grow();
        run("sgdisk", "--move-second-header", "--delete=4", target.toString());
        assertEquals("the partition tables of source and target do not list the same partitions", check().problem());
    }

    private CloneCheck.Finding check() throws IOException {
        return new CloneCheck(runner, new FreeSpace(runner, workspace)).check(source, target, done -> {});
    }

    private void grow() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            file.setLength(SIZE + (64L << 20));
        }
    }

    private void flip(long position) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            file.seek(position);
            int was = file.read();
            file.seek(position);
            file.write(was ^ 0xff);
        }
    }

    private void run(String... argv) throws IOException {
        runner.run(Command.of(argv)).orThrow();
    }
}
