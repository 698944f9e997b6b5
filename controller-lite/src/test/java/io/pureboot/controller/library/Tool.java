package io.pureboot.controller.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a real tool for a test, and fails the test when it fails. */
public final class Tool {
    private Tool() {}

    /** Its standard output. */
    public static String run(Path directory, String... argv) {
        return feed(directory, "", argv);
    }

    public static String feed(Path directory, String input, String... argv) {
        Prerequisites.requireTool(Path.of(argv[0]).getFileName().toString());
        try {
            Path output = Files.createTempFile("tool", ".out");
            Process process = new ProcessBuilder(argv)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            int code = process.waitFor();
            String text = Files.readString(output, StandardCharsets.ISO_8859_1);
            Files.delete(output);
            assertEquals(0, code, () -> String.join(" ", argv) + ": " + text);
            return text;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(String.join(" ", argv), e);
        }
    }

    /** Packs what is in {@code content} as {@code <hash>.tar.zst}, in order of names, without files between. */
    public static Path pack(Path content, Path archive, List<String> tarOptions, List<String> zstdOptions) {
        Prerequisites.requireTool("tar");
        Prerequisites.requireTool("zstd");
        List<String> tar = new ArrayList<>(List.of("tar", "--sort=name", "-C", content.toString(), "-cf", "-"));
        tar.addAll(tarOptions);
        tar.add(".");
        List<String> zstd = new ArrayList<>(List.of("zstd", "-q", "-f", "-o", archive.toString()));
        zstd.addAll(zstdOptions);
        try {
            List<Process> line = ProcessBuilder.startPipeline(List.of(
                    new ProcessBuilder(tar).redirectError(ProcessBuilder.Redirect.INHERIT),
                    new ProcessBuilder(zstd).redirectError(ProcessBuilder.Redirect.INHERIT)));
            for (Process process : line) {
                assertEquals(0, process.waitFor(), () -> tar + " | " + zstd);
            }
            return archive;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(tar + " | " + zstd, e);
        }
    }

    public static Path pack(Path content, Path archive) {
        return pack(content, archive, List.of(), List.of());
    }
}
