package io.pureboot.endtoend;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pureboot.linux.block.LoopDevice;
import io.pureboot.testing.Prerequisites;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checks clones must itself be able to fail. */
class DiskBuilderTest {
    @TempDir
    Path temp;

    @BeforeEach
    void needsLoop() {
        Prerequisites.requireLoop();
    }

    @Test
    void aFaithfulCopyPassesAndASpoiltOneDoesNot() throws Exception {
        TestDisk disk = DiskBuilder.disk(temp, "copy", 160 << 20, 512)
                .gpt()
                .filled(FileSystemKind.EXT4, 48)
                .filled(FileSystemKind.NTFS, 48)
                .unknown(4)
                .noiseOutside()
                .build();
        Path clone = temp.resolve("clone.img");
        Tool.run("cp", "--sparse=always", disk.image(), clone);
        try (LoopDevice target = LoopDevice.attach(clone)) {
            disk.verify(target.path());
        }
        TestDisk.Partition noise = disk.partitions().get(2);
        flip(clone, noise.start() + 1_000_000);
        try (LoopDevice target = LoopDevice.attach(clone)) {
            assertThrows(AssertionError.class, () -> disk.verify(target.path()));
        }
    }

    @Test
    void aChangedFileIsFound() throws Exception {
        TestDisk disk = DiskBuilder.disk(temp, "files", 80 << 20, 512)
                .mbr()
                .filled(FileSystemKind.EXT4, 64)
                .build();
        Path clone = temp.resolve("clone.img");
        Tool.run("cp", "--sparse=always", disk.image(), clone);
        TestDisk.Partition ext4 = disk.partitions().getFirst();
        try (Part part = Part.attach(clone, ext4.start(), ext4.size(), 512, false);
                Mount mount = Mount.of(part.device(), "mount")) {
            Tool.run("truncate", "--size", "3", mount.folder().resolve("many/small/files/file-7"));
        }
        try (LoopDevice target = LoopDevice.attach(clone)) {
            assertThrows(AssertionError.class, () -> disk.verify(target.path()));
        }
    }

    private static void flip(Path file, long position) throws Exception {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(position);
            int before = bytes.read();
            bytes.seek(position);
            bytes.write(before ^ 1);
        }
    }
}
