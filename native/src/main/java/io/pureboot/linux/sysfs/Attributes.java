package io.pureboot.linux.sysfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The small files of one directory of /sys, one value each. */
final class Attributes {
    private final Path directory;

    Attributes(Path directory) {
        this.directory = directory;
    }

    Attributes in(String child) {
        return new Attributes(directory.resolve(child));
    }

    Path directory() {
        return directory;
    }

    boolean has(String name) {
        return Files.exists(directory.resolve(name));
    }

    /** The value with blanks squeezed and control characters gone; null when missing, unreadable or blank. */
    @Nullable
    String text(String name) {
        byte[] bytes = bytes(name);
        return bytes == null ? null : clean(new String(bytes, StandardCharsets.UTF_8));
    }

    /** Null when the attribute is missing, or the driver refuses to answer. */
    byte @Nullable [] bytes(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            return null;
        }
    }

    long number(String name) throws IOException {
        Path file = directory.resolve(name);
        String value = Files.readString(file).strip();
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IOException(file + " holds \"" + value + "\", not a number", e);
        }
    }

    long number(String name, long otherwise) throws IOException {
        return has(name) ? number(name) : otherwise;
    }

    static @Nullable String clean(String raw) {
        String squeezed = raw.replaceAll("[\\p{Cntrl}\\uFFFD\\s]+", " ").strip();
        return squeezed.isEmpty() ? null : squeezed;
    }
}
