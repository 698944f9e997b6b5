package io.pureboot.node.filesystem;

import io.pureboot.node.disk.Disks;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One kind of file system for tests: how it is made, filled, checked and read back with the system's own tools.
 *
 * @param name as {@code PartitionInfo.filesystem} has it
 * @param mkfs argv without the device
 * @param fsck argv without the device; exit code 0 means clean
 * @param partclone the partclone program that maps it; null when its map is no measure: it refuses bigalloc, misreads
 *     FAT12 entries, and of btrfs takes whole chunks
 * @param size bytes it wants at least
 */
public record TestFileSystem(
        String title,
        String name,
        List<String> mkfs,
        List<String> fsck,
        @Nullable String partclone,
        long size) {
    private static final long MIB = 1 << 20;

    public static final List<TestFileSystem> ALL = List.of(
            ext("ext2 with 1 KiB blocks", "ext2", 40, "-b", "1024"),
            ext("ext3", "ext3", 64),
            ext("ext4", "ext4", 96),
            ext("ext4 with bigalloc", "ext4", 96, "-O", "bigalloc", "-C", "65536"),
            ext("ext4 with meta_bg, without flex_bg", "ext4", 96, "-b", "1024", "-O", "meta_bg,^resize_inode,^flex_bg"),
            ext("ext4 without checksums", "ext4", 64, "-O", "^metadata_csum,uninit_bg,^64bit", "-b", "1024"),
            xfs("xfs"),
            xfs("xfs with rmapbt", "-m", "rmapbt=1,reflink=1"),
            btrfs("btrfs", 256),
            btrfs("btrfs with single metadata", 128, "-m", "single"),
            btrfs("btrfs with mixed groups and 4 KiB nodes", 64, "-M", "-n", "4096"),
            ntfs("ntfs", 48),
            ntfs("ntfs with 512-byte clusters", 24, "-c", "512"),
            ntfs("ntfs with 64 KiB clusters", 96, "-c", "65536"),
            fat(12, 8, "-s", "4"),
            fat(16, 32),
            fat(32, 48, "-s", "1"),
            exfat(48));

    public static TestFileSystem named(String title) {
        return ALL.stream().filter(each -> each.title.equals(title)).findFirst().orElseThrow();
    }

    public void require() {
        Prerequisites.requireRoot();
        Prerequisites.requireTool(mkfs.getFirst());
        Prerequisites.requireTool(fsck.getFirst());
        if (name.equals("ntfs")) {
            Prerequisites.requireTool("ntfs-3g");
        }
        if (fat()) {
            Prerequisites.requireTool("mcopy");
        }
        if (name.equals("exfat")) {
            Prerequisites.requireTool("mount.exfat-fuse");
        }
    }

    public void make(Path device, String... more) throws IOException {
        String[] argv = mkfs.toArray(String[]::new);
        String[] all = Arrays.copyOf(argv, argv.length + more.length);
        System.arraycopy(more, 0, all, argv.length, more.length);
        Disks.run(device, all);
    }

    /** Makes it and puts a tree of files in it, a part of which is deleted again. */
    public Map<String, String> makeFilled(Path device, Path scratch) throws IOException {
        make(device);
        Path tree = Files.createTempDirectory(scratch, "tree");
        TestFiles.write(tree, (int) Math.min(size / 5, 12 * MIB));
        if (fat()) {
            TestFiles.punch(tree);
            for (String name : List.of("many small ones", "large.bin", "a", "sparse")) {
                mtools(
                        "mcopy",
                        "-s",
                        "-i",
                        device.toString(),
                        tree.resolve(name).toString(),
                        "::");
            }
        } else {
            mounted(device, scratch, folder -> {
                Disks.run(folder, "cp", "-r", "--sparse=always", tree + "/.");
                TestFiles.punch(folder);
            });
        }
        return hashes(device, scratch);
    }

    public Map<String, String> hashes(Path device, Path scratch) throws IOException {
        if (fat()) {
            Path copy = Files.createTempDirectory(scratch, "copy");
            mtools("mcopy", "-s", "-n", "-i", device.toString(), "::*", copy.toString());
            return TestFiles.hashes(copy);
        }
        Map<String, String>[] found = newArray();
        mounted(device, scratch, folder -> found[0] = TestFiles.hashes(folder));
        return found[0];
    }

    /** What is done while it is mounted. */
    public interface Work {
        void at(Path folder) throws IOException;
    }

    /** Mounts a device (or image, by way of a loop device of mount's own), works and unmounts. */
    public void mounted(Path device, Path scratch, Work work) throws IOException {
        Path folder = Files.createTempDirectory(scratch, "mnt");
        Disks.run(folder, mount(device));
        try {
            work.at(folder);
        } finally {
            Disks.run(folder, "umount");
        }
    }

    public void fsck(Path device) throws IOException {
        Disks.run(device, fsck.toArray(String[]::new));
    }

    private String[] mount(Path device) {
        return switch (name) {
            case "ntfs" -> new String[] {"ntfs-3g", device.toString()};
            case "exfat" -> new String[] {"mount.exfat-fuse", device.toString()};
            case "xfs" -> new String[] {"mount", "-t", name, "-o", "nouuid", device.toString()};
            default -> new String[] {"mount", "-t", name, device.toString()};
        };
    }

    private boolean fat() {
        return name.startsWith("fat");
    }

    private static void mtools(String... argv) throws IOException {
        String[] all = new String[argv.length + 2];
        all[0] = "env";
        all[1] = "MTOOLS_SKIP_CHECK=1";
        System.arraycopy(argv, 0, all, 2, argv.length);
        Disks.output(all);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String>[] newArray() {
        return new Map[1];
    }

    @Override
    public String toString() {
        return title;
    }

    private static TestFileSystem ext(String title, String name, int mib, String... options) {
        return new TestFileSystem(
                title,
                name,
                argv(options, "mkfs." + name, "-q", "-F"),
                List.of("e2fsck", "-f", "-n"),
                title.contains("bigalloc") ? null : "partclone.extfs",
                mib * MIB);
    }

    private static TestFileSystem xfs(String title, String... options) {
        return new TestFileSystem(
                title,
                "xfs",
                argv(options, "mkfs.xfs", "-q", "-f"),
                List.of("xfs_repair", "-n"),
                "partclone.xfs",
                320 * MIB);
    }

    private static TestFileSystem btrfs(String title, int mib, String... options) {
        return new TestFileSystem(
                title,
                "btrfs",
                argv(options, "mkfs.btrfs", "-q", "-f"),
                List.of("btrfs", "check", "--check-data-csum"),
                null,
                mib * MIB);
    }

    private static TestFileSystem ntfs(String title, int mib, String... options) {
        return new TestFileSystem(
                title,
                "ntfs",
                argv(options, "mkfs.ntfs", "-q", "-Q", "-F"),
                List.of("ntfsresize", "-i", "-f", "-P"),
                "partclone.ntfs",
                mib * MIB);
    }

    private static TestFileSystem fat(int bits, int mib, String... options) {
        return new TestFileSystem(
                "fat" + bits,
                "fat" + bits,
                argv(options, "mkfs.vfat", "-F", Integer.toString(bits)),
                List.of("fsck.vfat", "-n"),
                bits == 12 ? null : "partclone.fat",
                mib * MIB);
    }

    private static TestFileSystem exfat(int mib) {
        return new TestFileSystem(
                "exfat", "exfat", List.of("mkfs.exfat"), List.of("fsck.exfat", "-n"), "partclone.exfat", mib * MIB);
    }

    private static List<String> argv(String[] options, String... start) {
        String[] all = Arrays.copyOf(start, start.length + options.length);
        System.arraycopy(options, 0, all, start.length, options.length);
        return List.of(all);
    }
}
