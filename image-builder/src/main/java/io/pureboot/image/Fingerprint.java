package io.pureboot.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 over everything a part of the image is made from: the same fingerprint, the same part. */
final class Fingerprint {
    private final MessageDigest digest = sha256();

    Fingerprint add(String text) {
        digest.update((text.length() + ":" + text + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A file's content, or all files of a folder with their names. */
    Fingerprint add(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return add(ofFile(path));
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                add(path.relativize(file).toString())
                        .add(Files.isExecutable(file) ? "x" : "-")
                        .add(ofFile(file));
            }
        }
        return this;
    }

    Fingerprint add(List<String> texts) {
        texts.forEach(this::add);
        return this;
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    static String ofFile(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int got = in.read(buffer); got > 0; got = in.read(buffer)) {
                digest.update(buffer, 0, got);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
