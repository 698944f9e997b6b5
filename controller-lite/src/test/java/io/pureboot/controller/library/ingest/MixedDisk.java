package io.pureboot.controller.library.ingest;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A disk with one partition of each kind, made without mounting: ext4, btrfs, NTFS, XFS, FAT, a boot loader's, swap and
 * one with noise. The same files are on each of the first five.
 */
final class MixedDisk {
    static final String TEXT = "the same text on every partition\n";
    private static final String LINUX = "0FC63DAF-8483-4772-8E79-3D69D8477DE4";
    private static final List<Integer> MEBIBYTES = List.of(40, 150, 32, 300, 32, 1, 8, 4);

    private final Path folder;
    private final Path tree;

    MixedDisk(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.tree = Files.createDirectories(folder.resolve("tree"));
        Files.createDirectories(tree.resolve("d/e"));
        Files.writeString(tree.resolve("d/same.txt"), TEXT);
        TestDisk.noise(tree.resolve("d/e/big.bin"), 0, 700_000);
        Files.writeString(tree.resolve("empty"), "");
    }

    Path make(Path image) throws IOException {
        StringBuilder script = new StringBuilder("label: gpt\n");
        for (int i = 0; i < MEBIBYTES.size(); i++) {
            String type = i == 5 ? "21686148-6449-6E6F-744E-656564454649" : LINUX;
            script.append("start=%d, size=%d, type=%s%n".formatted(start(i) >> 9, (long) MEBIBYTES.get(i) << 11, type));
        }
        TestDisk.blank(image, start(MEBIBYTES.size()) + (2 << 20));
        Tool.feed(folder, script.toString(), "sfdisk", "-q", image.toString());
        put(image, 0, ext4());
        put(image, 1, btrfs());
        put(image, 2, ntfs());
        put(image, 3, xfs());
        put(image, 4, fat());
        Path swap = blank("swap", 6);
        Tool.run(folder, "mkswap", "-q", swap.toString());
        put(image, 6, swap);
        TestDisk.noise(image, start(7), 2 << 20);
        return image;
    }

    static long start(int index) {
        return 1L
                        + MEBIBYTES.subList(0, index).stream()
                                .mapToInt(Integer::intValue)
                                .sum()
                << 20;
    }

    Path ext4() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("odd"));
        Tool.run(folder, "cp", "-a", tree + "/.", odd.toString());
        Files.createLink(odd.resolve("hard.txt"), odd.resolve("d/same.txt"));
        Files.createSymbolicLink(odd.resolve("link"), Path.of("d/same.txt"));
        Files.writeString(odd.resolve("new\nline \"q\" \\ |.txt"), "odd");
        Tool.run(folder, "mkfifo", odd.resolve("fifo").toString());
        Tool.run(
                folder,
                "touch",
                "-d",
                "2030-05-06T07:08:09Z",
                odd.resolve("empty").toString());
        Path file = blank("ext4", MEBIBYTES.get(0));
        Tool.run(folder, "mkfs.ext4", "-q", "-O", "inline_data", "-I", "256", "-d", odd.toString(), file.toString());
        Tool.run(folder, "debugfs", "-w", "-R", "ea_set d/same.txt user.note \"a note\"", file.toString());
        return file;
    }

    private Path btrfs() throws IOException {
        Path file = blank("btrfs", MEBIBYTES.get(1));
        Tool.run(folder, "mkfs.btrfs", "-q", "-r", tree.toString(), file.toString());
        return file;
    }

    private Path ntfs() throws IOException {
        Path file = blank("ntfs", MEBIBYTES.get(2));
        Tool.run(folder, "mkfs.ntfs", "-q", "-F", "-L", "WINDOWS", file.toString());
        Tool.run(
                folder,
                "ntfscp",
                "-q",
                file.toString(),
                tree.resolve("d/same.txt").toString(),
                "same.txt");
        Tool.run(
                folder,
                "ntfscp",
                "-q",
                file.toString(),
                tree.resolve("d/e/big.bin").toString(),
                "big.bin");
        return file;
    }

    private Path xfs() throws IOException {
        Path file = blank("xfs", MEBIBYTES.get(3));
        Path prototype = folder.resolve("prototype");
        Files.writeString(prototype, """
            /boot
            0 0
            d--755 0 0
            d d--755 0 0
            same.txt ---644 0 0 %s
            e d--755 0 0
            big.bin ---644 0 0 %s
            $
            $
            empty ---644 0 0 %s
            $
            """.formatted(
                        tree.resolve("d/same.txt"), tree.resolve("d/e/big.bin"), tree.resolve("empty")));
        Tool.run(folder, "mkfs.xfs", "-q", "-p", prototype.toString(), file.toString());
        return file;
    }

    private Path fat() throws IOException {
        Path file = blank("fat", MEBIBYTES.get(4));
        Tool.run(folder, "mkfs.vfat", "-n", "STICK", file.toString());
        Tool.run(folder, "mcopy", "-s", "-i", file.toString(), tree.resolve("d").toString(), "::/");
        return file;
    }

    private Path blank(String name, int mebibytes) throws IOException {
        return TestDisk.blank(folder.resolve(name + ".fs"), (long) mebibytes << 20);
    }

    private static void put(Path image, int index, Path fileSystem) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        try (FileChannel in = FileChannel.open(fileSystem);
                FileChannel out = FileChannel.open(image, StandardOpenOption.WRITE)) {
            for (long at = 0; in.read(buffer.clear(), at) > 0; at += buffer.limit()) {
                buffer.flip();
                if (!buffer.equals(ByteBuffer.allocate(buffer.limit()))) {
                    out.write(buffer, start(index) + at);
                }
            }
        }
        Files.delete(fileSystem);
    }
}
