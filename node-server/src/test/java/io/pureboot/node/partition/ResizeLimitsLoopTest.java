package io.pureboot.node.partition;

import static io.pureboot.node.partition.JobRig.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.LoopDevice;
import io.pureboot.node.disk.Disks;
import io.pureboot.node.filesystem.FileSystemSize;
import io.pureboot.node.filesystem.TestFileSystem;
import io.pureboot.protocol.partition.PartitionOperation.Create;
import io.pureboot.protocol.partition.PartitionOperation.Format;
import io.pureboot.protocol.partition.PartitionOperation.Resize;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the tools that resize cannot do is refused before anything is changed, or done another way. */
class ResizeLimitsLoopTest {
    @TempDir
    Path folder;

    @BeforeEach
    void tools() {
        Prerequisites.requireLoop();
        Prerequisites.requireTool("sfdisk");
    }

    @ParameterizedTest
    @CsvSource({"512, -s 1, clusters of 512 bytes", "4096, -S 4096, sectors of 4096 bytes"})
    @DisplayName("FM14 OP1 a fat32 that no tool can resize does not grow: refused with the reason, the disk untouched")
    void fatWithoutATool(int sector, String options, String reason) throws IOException {
        Prerequisites.requireTool("mkfs.vfat");
        try (JobRig rig = new JobRig(folder, 400 * MIB, sector)) {
            rig.complete(new Create(MIB, 270 * MIB, "linux", null, null, "gpt"));
            Disks.output(
                    "mkfs.vfat",
                    "-F",
                    "32",
                    options.split(" ")[0],
                    options.split(" ")[1],
                    rig.node(1).toString());
            assertEquals("fat32", rig.partition(1).filesystem());
            assertUntouched(rig, reason);
        }
    }

    @Test
    @DisplayName("FM8 OP1 the ntfs of a hibernated Windows does not grow: refused with the reason, the disk untouched")
    void hibernated() throws IOException {
        TestFileSystem kind = TestFileSystem.named("ntfs");
        kind.require();
        try (JobRig rig = new JobRig(folder, 400 * MIB, 512)) {
            rig.complete(new Create(MIB, 100 * MIB, "msdata", "ntfs", null, "gpt"));
            kind.mounted(rig.node(1), folder, mount -> {
                byte[] head = Arrays.copyOf("hibr".getBytes(StandardCharsets.US_ASCII), 8192);
                Files.write(mount.resolve("hiberfil.sys"), head);
            });
            assertUntouched(rig, "hibernated");
        }
    }

    private static void assertUntouched(JobRig rig, String reason) throws IOException {
        String before = Disks.output("sha256sum", rig.device());
        ProblemException refused = assertThrows(ProblemException.class, () -> rig.run(new Resize(1, 300 * MIB)));
        assertEquals(ProblemType.PLAN_REJECTED, refused.type());
        assertTrue(refused.detail().contains(reason), refused.detail());
        assertEquals(before, Disks.output("sha256sum", rig.device()));
    }

    @Test
    @DisplayName(
            "FM11 OP1 a btrfs that is not its own first device, as after that was taken out, grows and shrinks too")
    void btrfsOnItsSecondDevice() throws IOException {
        TestFileSystem kind = TestFileSystem.named("btrfs");
        kind.require();
        try (JobRig rig = new JobRig(folder, 700 * MIB, 512);
                LoopDevice first = LoopDevice.create(folder.resolve("first.img"), 400 * MIB, 512)) {
            rig.complete(new Create(MIB, 400 * MIB, "linux", null, null, "gpt"));
            Map<String, String> files = kind.makeFilled(first.path(), folder);
            kind.mounted(first.path(), folder, mount -> {
                Disks.output("btrfs", "device", "add", "-f", rig.node(1).toString(), mount.toString());
                Disks.output("btrfs", "device", "remove", first.path().toString(), mount.toString());
            });
            assertEquals("btrfs", rig.partition(1).filesystem());
            rig.complete(new Resize(1, 600 * MIB));
            assertEquals(600 * MIB, FileSystemSize.of("btrfs", rig.node(1)).orElseThrow());
            kind.fsck(rig.node(1));
            assertEquals(files, kind.hashes(rig.node(1), folder));
            rig.complete(new Resize(1, 500 * MIB));
            assertEquals(500 * MIB, FileSystemSize.of("btrfs", rig.node(1)).orElseThrow());
            kind.fsck(rig.node(1));
            assertEquals(files, kind.hashes(rig.node(1), folder));
        }
    }

    @Test
    @DisplayName(
            "OP1 OP2 OP4 what is made or formatted and resized in one apply is made at its last size, whatever its tools"
                    + " can resize")
    void resizedBeforeItIsThere() throws IOException {
        TestFileSystem.named("xfs").require();
        Prerequisites.requireTool("mkfs.vfat");
        try (JobRig rig = new JobRig(folder, 900 * MIB, 512)) {
            rig.complete(
                    new Create(MIB, 400 * MIB, "linux", "xfs", "one", "gpt"),
                    new Resize(1, 320 * MIB),
                    new Create(350 * MIB, 40 * MIB, "linux", "fat32", "TWO", null),
                    new Resize(2, 60 * MIB),
                    new Create(450 * MIB, 40 * MIB, "linux", "ext4", "three", null));
            assertEquals(List.of("xfs one 320", "fat32 TWO 60", "ext4 three 40"), contents(rig));
            String uuid = rig.partition(3).filesystemUuid();
            rig.complete(new Format(3, "exfat", "new"), new Resize(3, 100 * MIB));
            assertEquals(List.of("xfs one 320", "fat32 TWO 60", "exfat new 100"), contents(rig));
            assertNotEquals(uuid, rig.partition(3).filesystemUuid());
            long fat32 = FileSystemSize.of("fat32", rig.node(2)).orElseThrow();
            assertTrue(fat32 > 59 * MIB && fat32 <= 60 * MIB, "whole tracks: " + fat32);
            Disks.output("xfs_repair", "-n", rig.node(1).toString());
            Disks.output("fsck.vfat", "-n", rig.node(2).toString());
            Disks.output("fsck.exfat", "-n", rig.node(3).toString());
        }
    }

    private static List<String> contents(JobRig rig) throws IOException {
        return rig.scan().partitions().stream()
                .map(part -> part.filesystem() + " " + part.label() + " " + part.sizeBytes() / MIB)
                .toList();
    }
}
