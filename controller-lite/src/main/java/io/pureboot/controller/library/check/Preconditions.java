package io.pureboot.controller.library.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must be over before a check starts: the archiving of the staging folder's own subfolders. */
final class Preconditions {
    private static final String ARCHIVING = "archive-staging-dirs.sh";

    private final Path processes;

    Preconditions(Path processes) {
        this.processes = processes;
    }

    /** The running archiving script, if there is one. */
    Optional<String> stillArchiving() throws IOException {
        try (Stream<Path> all = Files.list(processes)) {
            return all.filter(Preconditions::isArchiving)
                    .map(process -> "process " + process.getFileName())
                    .findFirst();
        }
    }

    // The script is the program itself or the first argument of its shell.
    private static boolean isArchiving(Path process) {
        try {
            String line = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.ISO_8859_1);
            return Stream.of(line.split("\0", -1))
                    .limit(2)
                    .anyMatch(argument -> argument.equals(ARCHIVING) || argument.endsWith("/" + ARCHIVING));
        } catch (IOException e) {
            // Not a process, or one that just ended.
            return false;
        }
    }

    /** Subfolders of the staging folder that should have been archived and cleared away. */
    static List<String> leftInStaging(Path staging) throws IOException {
        try (Stream<Path> all = Files.list(staging)) {
            return all.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("tmp") && !name.equals("lost+found"))
                    .sorted()
                    .toList();
        }
    }
}
