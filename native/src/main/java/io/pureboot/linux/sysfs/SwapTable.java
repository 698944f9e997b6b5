package io.pureboot.linux.sysfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is used as swap, as {@code /proc/swaps} tells. */
public final class SwapTable {
    private static final String DELETED = " (deleted)";

    private final Path procRoot;

    public SwapTable(Path procRoot) {
        this.procRoot = procRoot;
    }

    /** Paths of devices and files in use as swap; empty on a kernel without swap. */
    public List<String> read() throws IOException {
        Path file = procRoot.resolve("swaps");
        return Files.exists(file) ? parse(Files.readString(file)) : List.of();
    }

    static List<String> parse(String text) {
        return text.lines()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> OctalEscapes.decode(line.split("\\s+")[0]))
                .map(path -> path.endsWith(DELETED) ? path.substring(0, path.length() - DELETED.length()) : path)
                .toList();
    }
}
