package io.pureboot.node.filesystem;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A tree of files worth copying: some large, some sparse, many small, odd names. */
public final class TestFiles {
    private TestFiles() {}

    /** About {@code bytes} in all. */
    public static void write(Path folder, int bytes) throws IOException {
        Random random = new Random(bytes);
        Path small = Files.createDirectories(folder.resolve("many small ones"));
        for (int i = 0; i < 60; i++) {
            Files.write(small.resolve("file " + i), noise(random, random.nextInt(Math.max(64, bytes / 240))));
        }
        Files.write(folder.resolve("large.bin"), noise(random, bytes / 2));
        Files.write(folder.resolve("Größe & Ähnliches ★.txt"), noise(random, 3000));
        Path deep = Files.createDirectories(folder.resolve("a/b/c/d/e"));
        Files.write(deep.resolve("one"), noise(random, 1));
        try (RandomAccessFile sparse =
                new RandomAccessFile(folder.resolve("sparse").toFile(), "rw")) {
            sparse.seek(bytes / 5);
            sparse.write(noise(random, 5000));
        }
    }

    /** Removes every third small file: holes between the used blocks. */
    public static void punch(Path folder) throws IOException {
        for (int i = 0; i < 60; i += 3) {
            Files.delete(folder.resolve("many small ones/file " + i));
        }
    }

    /** SHA-256 of every file by its path. */
    public static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(path -> Files.isRegularFile(path)
                            && !path.toString().contains("lost+found")
                            && !path.toString().contains("System Volume Information"))
                    .toList();
        }
        for (Path file : files) {
            hashes.put(folder.relativize(file).toString(), sha256(file));
        }
        return hashes;
    }

    public static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
