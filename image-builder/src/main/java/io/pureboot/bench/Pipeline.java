package io.pureboot.bench;

import io.pureboot.demo.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs joined by pipes, without a shell. */
final class Pipeline {
    private final String name;
    private final List<Process> processes;
    private final Path log;

    private Pipeline(String name, List<Process> processes, Path log) {
        this.name = name;
        this.processes = processes;
        this.log = log;
    }

    /** What the programs say on stderr goes to the log; the last one's stdout too. */
    static Pipeline start(Workspace workspace, String name, List<List<String>> programs) throws IOException {
        Path log = workspace.file(name + ".log");
        List<ProcessBuilder> builders = new ArrayList<>();
        for (List<String> argv : programs) {
            builders.add(new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())));
        }
        builders.getFirst().redirectInput(Path.of("/dev/null").toFile());
        builders.getLast().redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new Pipeline(name, workspace.keep(ProcessBuilder.startPipeline(builders)), log);
    }

    /** Waits for all; every one must end well. */
    void join() throws IOException, InterruptedException {
        for (Process process : processes) {
            if (process.waitFor() != 0) {
                processes.forEach(Process::destroy);
                throw new IOException(
                        name + " ended with exit code " + process.exitValue() + ", see " + log + ": " + lastLine());
            }
        }
    }

    private String lastLine() throws IOException {
        List<String> lines = java.nio.file.Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
        return lines.isEmpty() ? "" : lines.getLast();
    }
}
