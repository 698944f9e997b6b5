package io.pureboot.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A disk with an ext4, a FAT32, an XFS and an NTFS, room behind each and the same file in all of them, for a machine
 * that mounts them and keeps files open while theirs grows.
 *
 * @param sha256 of the file
 * @param restSha256 of what is read from an open file afterwards
 */
record MountedDisk(Path folder, Path file, String sha256, String restSha256) {
    static final int EXT4 = 1;
    static final int FAT32 = 2;
    static final int XFS = 3;
    static final int NTFS = 4;

    static final long EXT4_GROWN_MIB = 200;
    static final long FAT32_GROWN_MIB = 330;
    static final long XFS_LARGER_MIB = 340;
    static final long XFS_GROWN_MIB = 380;
    static final long NTFS_SMALL_MIB = 60;
    static final long NTFS_GROWN_MIB = 150;

    /** Typed at the machine's shell; it answers MOUNTED and how many. XFS is left to the node, its driver too. */
    static final String MOUNT = """
            mkdir -p /media/ext4 /media/fat32 /media/xfs /media/ntfs
            /usr/sbin/modprobe -a ext4 vfat ntfs3 nls_cp437 nls_iso8859-1 nls_ascii nls_utf8
            /usr/bin/mount -t ext4 /dev/vdb1 /media/ext4
            /usr/bin/mount -t vfat /dev/vdb2 /media/fat32
            /usr/bin/mount -t ntfs3 /dev/vdb4 /media/ntfs
            exec 9</media/ext4/large
            dd bs=1024 count=1024 <&9 >/dev/null 2>&1
            echo "MOUNTED $(grep -c ' /media/' /proc/mounts)"
            """;

    /** It answers LOOSE 2. */
    static final String LET_GO_OF_NTFS = """
            umount /media/ntfs
            echo "LOOSE $(grep -c ' /media/' /proc/mounts)"
            """;

    /** It answers with the ext4 in KiB, the SHA-256 of its open file's rest and of NTFS's file, and mounts XFS. */
    static final String LOOK_AND_MOUNT_XFS = """
            umount /media/fat32
            /usr/bin/mount -t xfs /dev/vdb3 /media/xfs
            exec 8</media/xfs/large
            dd bs=1024 count=1024 <&8 >/dev/null 2>&1
            echo "EXT4 $(df -k /media/ext4 | awk 'END { print $2 }') $(sha256sum <&9)"
            exec 9<&-
            /usr/bin/mount -t ntfs3 -o ro /dev/vdb4 /media/ntfs
            echo "NTFS $(df -k /media/ntfs | awk 'END { print $2 }') $(sha256sum </media/ntfs/large)"
            umount /media/ntfs
            echo "OPENED $(df -k /media/xfs | awk 'END { print $2 }') $(grep -c ' /media/' /proc/mounts)"
            """;

    /** It answers with each file system in KiB and the SHA-256 of its file, of XFS's of what was not yet read. */
    static final String LOOK = """
            /usr/bin/mount -t vfat -o ro /dev/vdb2 /media/fat32
            /usr/bin/mount -t ntfs3 -o ro /dev/vdb4 /media/ntfs
            echo "XFS $(df -k /media/xfs | awk 'END { print $2 }') $(sha256sum <&8)"
            exec 8<&-
            echo "FAT32 $(df -k /media/fat32 | awk 'END { print $2 }') $(sha256sum </media/fat32/large)"
            echo "GROWN $(df -k /media/ntfs | awk 'END { print $2 }') $(sha256sum </media/ntfs/large)"
            """;

    private static final long MIB = 1 << 20;
    private static final long SIZE_MIB = 1300;
    private static final long EXT4_MIB = 120;
    private static final long FAT32_AT_MIB = 300;
    private static final long FAT32_MIB = 300;
    private static final long XFS_AT_MIB = 700;
    private static final long XFS_MIB = 300;
    private static final long NTFS_AT_MIB = 1100;
    private static final long NTFS_MIB = 100;
    private static final ProcessCommandRunner RUNNER = new ProcessCommandRunner();

    static MountedDisk make(Path folder) throws Exception {
        for (String tool : new String[] {
            "sgdisk", "mkfs.ext4", "debugfs", "mkfs.vfat", "mcopy", "mkfs.xfs", "xfs_repair", "mkfs.ntfs", "ntfscp"
        }) {
            Prerequisites.requireTool(tool);
        }
        byte[] content = new byte[(int) (20 * MIB)];
        new Random(3).nextBytes(content);
        Path root = Files.createDirectory(folder.resolve("mounted"));
        Path large = Files.write(root.resolve("large"), content);
        MountedDisk disk = new MountedDisk(
                folder,
                sparse(folder.resolve("mounted.img"), SIZE_MIB),
                sha256(content),
                sha256(Arrays.copyOfRange(content, (int) MIB, content.length)));
        disk.partition();
        run("mkfs.ext4", "-q", "-F", "-b", "4096", "-d", root, "-E", "offset=" + MIB, disk.file, EXT4_MIB + "M");

        Path fat32 = sparse(folder.resolve("fat32"), FAT32_MIB);
        run("mkfs.vfat", "-F", "32", "-s", "8", fat32);
        run("env", "MTOOLS_SKIP_CHECK=1", "mcopy", "-i", fat32, large, "::large");
        disk.place(fat32, FAT32_AT_MIB);

        Path xfs = sparse(folder.resolve("xfs"), XFS_MIB);
        Path files = Files.writeString(
                folder.resolve("xfs.files"), "/\n0 0\nd--755 0 0\nlarge ---644 0 0 " + large + "\n$\n");
        run("mkfs.xfs", "-q", "-f", "-p", files, xfs);
        disk.place(xfs, XFS_AT_MIB);

        Path ntfs = sparse(folder.resolve("ntfs"), NTFS_MIB);
        run("mkfs.ntfs", "-q", "-Q", "-F", "-s", "512", "-p", "0", "-H", "255", "-S", "63", ntfs);
        run("ntfscp", ntfs, large, "large");
        disk.place(ntfs, NTFS_AT_MIB);
        return disk;
    }

    private void partition() throws IOException {
        run("sgdisk", "-n", entry(EXT4, 1, EXT4_MIB), "-n", entry(FAT32, FAT32_AT_MIB, FAT32_MIB), file);
        run("sgdisk", "-n", entry(XFS, XFS_AT_MIB, XFS_MIB), "-n", entry(NTFS, NTFS_AT_MIB, NTFS_MIB), file);
    }

    private static String entry(int number, long atMib, long mib) {
        return number + ":" + atMib + "M:+" + mib + "M";
    }

    private static Path sparse(Path file, long mib) throws IOException {
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(mib * MIB);
        }
        return file;
    }

    private void place(Path part, long atMib) throws IOException {
        run("dd", "if=" + part, "of=" + file, "bs=1M", "seek=" + atMib, "conv=notrunc,sparse");
        Files.delete(part);
    }

    private Path part(String name, long atMib, long mib) throws IOException {
        Path part = folder.resolve(name);
        run("dd", "if=" + file, "of=" + part, "bs=1M", "skip=" + atMib, "count=" + mib, "conv=sparse");
        return part;
    }

    /** With this machine's own tools: sound, as large as asked for, and the files as they were. */
    void assertGrown() throws IOException {
        String ext4 = file + "?offset=" + MIB;
        run("e2fsck", "-f", "-n", ext4);
        String facts = run("dumpe2fs", "-h", ext4);
        assertTrue(facts.contains("Block count:              " + EXT4_GROWN_MIB * MIB / 4096), facts);
        Path back = folder.resolve("large.back");
        run("debugfs", "-R", "dump large " + back, ext4);
        assertSame(back);

        Path fat32 = part("fat32", FAT32_AT_MIB, FAT32_GROWN_MIB);
        long size = fat32Size(fat32);
        assertTrue(size > (FAT32_GROWN_MIB - 1) * MIB && size <= FAT32_GROWN_MIB * MIB, "whole tracks: " + size);
        run("fsck.vfat", "-n", fat32);
        run("env", "MTOOLS_SKIP_CHECK=1", "mcopy", "-n", "-o", "-i", fat32, "::large", back);
        assertSame(back);

        Path xfs = part("xfs", XFS_AT_MIB, XFS_GROWN_MIB);
        run("xfs_repair", "-n", "-f", xfs);
        String blocks = run("xfs_db", "-f", "-r", "-c", "sb 0", "-c", "p dblocks", xfs);
        assertEquals("dblocks = " + XFS_GROWN_MIB * MIB / 4096, blocks.strip());

        Path ntfs = part("ntfs", NTFS_AT_MIB, NTFS_GROWN_MIB);
        run("ntfs-3g.probe", "--readwrite", ntfs);
        String volume = run("ntfsresize", "-i", "-f", "-P", ntfs);
        // The last sector holds the copy of the boot sector, and the size is a whole number of clusters.
        long least = NTFS_GROWN_MIB * MIB - 8192;
        assertTrue(number("Current volume size: (\\d+) bytes", volume) >= least, volume);
        RUNNER.run(Command.of("ntfscat", "-f", ntfs.toString(), "large").into(back))
                .orThrow();
        assertSame(back);
        assertTrue(run("sgdisk", "-v", file).contains("No problems found"));
    }

    private static long fat32Size(Path part) throws IOException {
        try (RandomAccessFile boot = new RandomAccessFile(part.toFile(), "r")) {
            boot.seek(0x20);
            return 512L * Integer.toUnsignedLong(Integer.reverseBytes(boot.readInt()));
        }
    }

    private void assertSame(Path back) throws IOException {
        assertEquals(-1, Files.mismatch(folder.resolve("mounted/large"), back));
    }

    static long number(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), text);
        return Long.parseLong(found.group(1));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String run(Object... argv) throws IOException {
        String[] words = Arrays.stream(argv).map(String::valueOf).toArray(String[]::new);
        return RUNNER.run(Command.of(words)).orThrow().text();
    }
}
