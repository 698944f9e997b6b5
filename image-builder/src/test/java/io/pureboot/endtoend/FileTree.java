package io.pureboot.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files as real disks hold them: some large, some sparse, many small, odd names. The same seed gives the same files. */
final class FileTree {
    private static final int SMALL_FILES = 150;

    private final Path root;
    private final Random random;
    private final boolean oddNames;

    private FileTree(Path root, long seed, boolean oddNames) {
        this.root = root;
        this.random = new Random(seed);
        this.oddNames = oddNames;
    }

    /** About {@code bytes} of files; {@code oddNames} where the file system takes any bytes as a name. */
    static void write(Path root, long seed, int bytes, boolean oddNames) throws IOException {
        Files.createDirectories(root);
        new FileTree(root, seed, oddNames).write(bytes);
    }

    private void write(int bytes) throws IOException {
        Files.write(root.resolve("large random.bin"), random(bytes / 2));
        byte[] text = "All work and no play makes the link a fast one.\n"
                .repeat(bytes / 4 / 48)
                .getBytes(StandardCharsets.UTF_8);
        Files.write(root.resolve("large compressible.txt"), text);
        sparse(root.resolve("sparse.img"), 3 << 20);
        Path many = Files.createDirectories(root.resolve("many/small/files"));
        for (int i = 0; i < SMALL_FILES; i++) {
            Files.write(many.resolve("file-" + i), random(random.nextInt(3000)));
        }
        Files.write(root.resolve("empty"), new byte[0]);
        if (oddNames) {
            Path odd = Files.createDirectories(root.resolve("odd names"));
            Files.writeString(odd.resolve("Ünïcödé – 日本語.txt"), "names are bytes\n");
            Files.writeString(odd.resolve("line\nbreak"), "a newline in the name\n");
            Files.writeString(odd.resolve(" leading blank"), "blank\n");
            Files.writeString(odd.resolve("x".repeat(255)), "as long as can be\n");
            Files.createSymbolicLink(odd.resolve("symbolic link"), Path.of("../empty"));
            Files.createLink(odd.resolve("hard link"), root.resolve("large random.bin"));
        }
    }

    private byte[] random(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void sparse(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), size - 1);
        }
    }

    /** SHA-256 of every file, and where every link points, by path. */
    static SortedMap<String, String> hashes(Path root) throws IOException {
        SortedMap<String, String> hashes = new TreeMap<>();
        List<Path> paths;
        try (var walk = Files.walk(root)) {
            paths = walk.toList();
        }
        for (Path path : paths) {
            String name = root.relativize(path).toString();
            if (Files.isSymbolicLink(path)) {
                hashes.put(name, "-> " + Files.readSymbolicLink(path));
            } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                hashes.put(name, sha256(path));
            }
        }
        return hashes;
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
