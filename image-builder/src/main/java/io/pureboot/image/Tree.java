package io.pureboot.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files of the image by their path in it, without a leading slash. All belong to root and have the same time. */
final class Tree {
    /** What is at a path. */
    sealed interface Entry {
        /** Permission bits. */
        int mode();
    }

    record Content(Path source, int mode) implements Entry {}

    record Text(byte[] bytes, int mode) implements Entry {}

    record Link(String target) implements Entry {
        @Override
        public int mode() {
            return 0777;
        }
    }

    record Folder(int mode) implements Entry {}

    private final NavigableMap<String, Entry> entries = new TreeMap<>();

    /** In the order of their paths: a folder before what is in it. */
    Map<String, Entry> entries() {
        return entries;
    }

    /** Of all files together. */
    long bytes() throws IOException {
        long bytes = 0;
        for (Entry entry : entries.values()) {
            bytes += switch (entry) {
                case Content content -> Files.size(content.source());
                case Text text -> text.bytes().length;
                case Link ignored -> 0;
                case Folder ignored -> 0;
            };
        }
        return bytes;
    }

    boolean has(String path) {
        return entries.containsKey(path);
    }

    Tree file(String path, Path source, int mode) {
        return put(path, new Content(source, mode));
    }

    Tree text(String path, String text, int mode) {
        return put(path, new Text(text.getBytes(StandardCharsets.UTF_8), mode));
    }

    Tree link(String path, String target) {
        return put(path, new Link(target));
    }

    Tree folder(String path) {
        return folder(path, 0755);
    }

    Tree folder(String path, int mode) {
        return put(path, new Folder(mode));
    }

    /** All that is in a folder of this machine, with its permissions and links. */
    Tree copy(String path, Path source) throws IOException {
        try (Stream<Path> found = Files.walk(source)) {
            for (Path file : found.sorted().toList()) {
                String relative = source.relativize(file).toString();
                String to = relative.isEmpty() ? path : path.isEmpty() ? relative : path + "/" + relative;
                if (!to.isEmpty()) {
                    copyOne(to, file);
                }
            }
        }
        return this;
    }

    private void copyOne(String to, Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            link(to, Files.readSymbolicLink(file).toString());
        } else if (Files.isDirectory(file)) {
            folder(to);
        } else {
            file(to, file, Files.isExecutable(file) ? 0755 : 0644);
        }
    }

    /** Removes what is at a path and returns it. */
    Entry take(String path) {
        return Objects.requireNonNull(entries.remove(path), path);
    }

    Tree put(String path, Entry entry) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            entries.putIfAbsent(path.substring(0, slash), new Folder(0755));
        }
        entries.put(path, entry);
        return this;
    }

    /** Writes all of it below a folder of this machine, with the time given. */
    void writeTo(Path root, Instant time) throws IOException {
        for (Map.Entry<String, Entry> named : entries.entrySet()) {
            Path path = root.resolve(named.getKey());
            switch (named.getValue()) {
                case Folder folder -> {
                    Files.createDirectories(path);
                    permit(path, folder.mode());
                }
                case Link link -> Files.createSymbolicLink(path, Path.of(link.target()));
                case Content content -> {
                    Files.copy(content.source(), path);
                    permit(path, content.mode());
                }
                case Text text -> {
                    Files.write(path, text.bytes());
                    permit(path, text.mode());
                }
            }
            if (!Files.isSymbolicLink(path) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.setLastModifiedTime(path, FileTime.from(time));
            }
        }
    }

    private static void permit(Path path, int mode) throws IOException {
        Set<PosixFilePermission> permissions =
                PosixFilePermissions.fromString(letters(mode >> 6) + letters(mode >> 3) + letters(mode));
        Files.setPosixFilePermissions(path, permissions);
    }

    private static String letters(int bits) {
        return ((bits & 4) == 0 ? "-" : "r") + ((bits & 2) == 0 ? "-" : "w") + ((bits & 1) == 0 ? "-" : "x");
    }
}
