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

/**
 * A disk with an ext4 and a FAT32, room behind each, for a machine that mounts both and keeps a file of the ext4 open
 * while that grows.
 *
 * @param restSha256 of what is read from the open file afterwards
 */
record MountedDisk(Path folder, Path file, String restSha256) {
    static final long GROWN_MIB = 200;

    /** Typed at the machine's shell; it answers MOUNTED and how many. */
    static final String MOUNT = """
            mkdir -p /media/ext4 /media/fat32
            /usr/sbin/modprobe -a ext4 vfat nls_cp437 nls_iso8859-1 nls_ascii nls_utf8
            /usr/bin/mount -t ext4 /dev/vdb1 /media/ext4
            /usr/bin/mount -t vfat /dev/vdb2 /media/fat32
            exec 9</media/ext4/large
            dd bs=1024 count=1024 <&9 >/dev/null 2>&1
            echo "MOUNTED $(grep -c ' /media/' /proc/mounts)"
            """;

    /** The machine answers GROWN, the file system's KiB, how many are mounted, and the SHA-256 of the open file's rest. */
    static final String LOOK = """
            echo "GROWN $(df -k /media/ext4 | awk 'END { print $2 }') $(grep -c ' /media/' /proc/mounts)"
            sha256sum <&9
            exec 9<&-
            """;

    private static final long MIB = 1 << 20;
    private static final long EXT4_MIB = 120;
    private static final long FAT_AT_MIB = 300;
    private static final long FAT_MIB = 48;
    private static final ProcessCommandRunner RUNNER = new ProcessCommandRunner();

    static MountedDisk make(Path folder) throws Exception {
        for (String tool : new String[] {"sgdisk", "mkfs.ext4", "mkfs.vfat", "debugfs"}) {
            Prerequisites.requireTool(tool);
        }
        byte[] content = new byte[(int) (20 * MIB)];
        new Random(3).nextBytes(content);
        Path root = Files.createDirectory(folder.resolve("mounted"));
        Files.write(root.resolve("large"), content);
        Path file = folder.resolve("mounted.img");
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength(400 * MIB);
        }
        run("sgdisk", "-n", "1:1M:+" + EXT4_MIB + "M", "-n", "2:" + FAT_AT_MIB + "M:+" + FAT_MIB + "M", file);
        run("mkfs.ext4", "-q", "-F", "-b", "4096", "-d", root, "-E", "offset=" + MIB, file, EXT4_MIB + "M");
        run("mkfs.vfat", "-F", "32", "-s", "1", "--offset=" + FAT_AT_MIB * 2048, file, FAT_MIB * 1024);
        byte[] rest = Arrays.copyOfRange(content, (int) MIB, content.length);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(rest));
        return new MountedDisk(folder, file, hash);
    }

    /** With this machine's own tools: sound, as large as asked for, and the file as it was. */
    void assertGrown() throws IOException {
        String ext4 = file + "?offset=" + MIB;
        run("e2fsck", "-f", "-n", ext4);
        String facts = run("dumpe2fs", "-h", ext4);
        assertTrue(facts.contains("Block count:              " + GROWN_MIB * MIB / 4096), facts);
        Path back = folder.resolve("large.back");
        run("debugfs", "-R", "dump large " + back, ext4);
        assertEquals(-1, Files.mismatch(folder.resolve("mounted/large"), back));
        assertTrue(run("sgdisk", "-v", file).contains("No problems found"));
    }

    private static String run(Object... argv) throws IOException {
        String[] words = Arrays.stream(argv).map(String::valueOf).toArray(String[]::new);
        return RUNNER.run(Command.of(words)).orThrow().text();
    }
}
