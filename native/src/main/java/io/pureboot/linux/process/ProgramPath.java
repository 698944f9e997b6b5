package io.pureboot.linux.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where programs are looked for, whatever the environment's PATH says. */
final class ProgramPath {
    private static final List<String> DIRECTORIES =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private ProgramPath() {}

    static String asVariable() {
        return String.join(":", DIRECTORIES);
    }

    /** @param program a plain name, or an absolute path which is taken as it is */
    static String find(String program) throws IOException {
        if (program.startsWith("/")) {
            return program;
        }
        if (program.isEmpty() || program.contains("/")) {
            throw new IOException("not a program's name: \"" + program + "\"");
        }
        for (String directory : DIRECTORIES) {
            Path candidate = Path.of(directory, program);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        throw new ProgramMissingException(program, asVariable());
    }
}
