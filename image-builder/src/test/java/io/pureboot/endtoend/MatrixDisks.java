package io.pureboot.endtoend;

import static io.pureboot.endtoend.FileSystemKind.BTRFS;
import static io.pureboot.endtoend.FileSystemKind.EXFAT;
import static io.pureboot.endtoend.FileSystemKind.EXT4;
import static io.pureboot.endtoend.FileSystemKind.FAT32;
import static io.pureboot.endtoend.FileSystemKind.NTFS;
import static io.pureboot.endtoend.FileSystemKind.XFS;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The disks every clone has to get right. */
final class MatrixDisks {
    private static final long MIB = 1 << 20;
    private static final long XFS_SIZE = 304;
    private static final long BTRFS_SIZE = 128;

    private final Path folder;

    MatrixDisks(Path folder) {
        this.folder = folder;
    }

    List<TestDisk> all() throws IOException {
        return List.of(
                gptWithEverything(),
                mbrWithLogicals(),
                wholeDisk("a file system on the whole disk, ext4", EXT4, 64),
                wholeDisk("a file system on the whole disk, btrfs", BTRFS, BTRFS_SIZE),
                noTable(),
                largeSectors(),
                spoilt());
    }

    /** 1536 bytes more than whole MiB: no multiple of 4096, nor of a chunk. */
    private TestDisk gptWithEverything() throws IOException {
        return DiskBuilder.disk(folder, "GPT with everything, odd size", 790 * MIB + 1536, 512)
                .gpt()
                .filled(FAT32, 48)
                .filled(EXT4, 64)
                .filled(XFS, XFS_SIZE)
                .filled(BTRFS, BTRFS_SIZE)
                .filled(NTFS, 64)
                .filled(EXFAT, 48)
                .swap(16)
                .unformatted(8)
                .unknown(8)
                .noiseOutside()
                .build();
    }

    private TestDisk mbrWithLogicals() throws IOException {
        return DiskBuilder.disk(folder, "MBR with logical partitions", 300 * MIB, 512)
                .mbr()
                .filled(EXT4, 48)
                .filled(NTFS, 48)
                .extended()
                .filled(EXT4, 48)
                .filled(FAT32, 48)
                .swap(16)
                .unknown(4)
                .build();
    }

    private TestDisk wholeDisk(String name, FileSystemKind kind, long mib) throws IOException {
        return DiskBuilder.disk(folder, name, mib * MIB, 512).wholeDisk(kind).build();
    }

    private TestDisk noTable() throws IOException {
        return DiskBuilder.disk(folder, "no table at all, odd size", 66 * MIB + 512, 512)
                .onlyNoise()
                .build();
    }

    private TestDisk largeSectors() throws IOException {
        return DiskBuilder.disk(folder, "sectors of 4096 bytes", 480 * MIB, 4096)
                .gpt()
                .filled(EXT4, 64)
                .filled(XFS, XFS_SIZE)
                .filled(NTFS, 64)
                .noiseOutside()
                .build();
    }

    private TestDisk spoilt() throws IOException {
        return DiskBuilder.disk(folder, "file systems nobody may trust", 720 * MIB, 512)
                .gpt()
                .spoilt(EXT4, 48, "journal", Spoilt::powerCut)
                .spoilt(XFS, XFS_SIZE, "log", Spoilt::powerCut)
                .spoilt(BTRFS, BTRFS_SIZE, "log", Spoilt::powerCut)
                .spoilt(NTFS, 64, "check", Spoilt::markedForCheck)
                .spoilt(NTFS, 64, "hibernat", Spoilt::hibernated)
                .spoilt(EXT4, 48, "feature", Spoilt::fromTheFuture)
                .build();
    }
}
