package io.pureboot.image;

import io.pureboot.demo.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The packages an image is made of, as the lock file names them: two builds from one lock are of the same bytes. */
record PackageLock(List<LockedPackage> packages) {
    private static final String HEAD = """
            # Made by ./pureboot image --relock from packages.list: name, version, archive, path, bytes, SHA-256.
            """;

    PackageLock {
        packages = packages.stream()
                .sorted(Comparator.comparing(LockedPackage::name))
                .toList();
    }

    static PackageLock read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new RefusedException(file + " is missing: make it with ./pureboot image --relock");
        }
        return new PackageLock(lines(file).stream().map(LockedPackage::parse).toList());
    }

    /** A list file's lines without comments and blank ones. */
    static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    void write(Path file) throws IOException {
        Files.writeString(file, packages.stream().map(p -> p.line() + "\n").collect(Collectors.joining("", HEAD, "")));
    }

    long bytes() {
        return packages.stream().mapToLong(LockedPackage::size).sum();
    }

    String version(String name) {
        return packages.stream()
                .filter(p -> p.name().equals(name))
                .map(LockedPackage::version)
                .findFirst()
                .orElseThrow(() -> new RefusedException("the lock file has no package " + name));
    }
}
