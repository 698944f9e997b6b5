package io.pureboot.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Who has a file open, as far as {@code /proc} shows it to this user. */
final class OpenFiles {
    private OpenFiles() {}

    /** A process, other than this one, that has the file open for writing: {@code 123 (qemu-system-x86)}. */
    static Optional<String> writer(Path file) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (writes(process, file)
                        && !process.endsWith(
                                Long.toString(ProcessHandle.current().pid()))) {
                    return Optional.of(process.getFileName() + " (" + name(process) + ")");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean writes(Path process, Path file) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).equals(file)
                        && opensForWriting(process, descriptor)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false; // it ended meanwhile, or is another user's
        }
        return false;
    }

    private static boolean opensForWriting(Path process, Path descriptor) throws IOException {
        return Files.readAllLines(process.resolve("fdinfo").resolve(descriptor.getFileName())).stream()
                .filter(line -> line.startsWith("flags:"))
                .anyMatch(line -> (Integer.parseInt(line.substring(6).strip(), 8) & 3) != 0);
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException e) {
            return "ended";
        }
    }
}
