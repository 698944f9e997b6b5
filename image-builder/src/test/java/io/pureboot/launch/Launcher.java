package io.pureboot.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs the launcher script as a person would, on what this build compiled. */
final class Launcher {
    static final Path ROOT = Path.of(System.getProperty("pureboot.root"));

    private final Path script;
    private final Map<String, String> environment = new TreeMap<>();

    Launcher(Path script) {
        this.script = script;
    }

    /** The project's own launcher, which then does not build. */
    static Launcher own() {
        return new Launcher(ROOT.resolve("pureboot"))
                .with("PUREBOOT_CLASSPATH", System.getProperty("java.class.path"))
                .with("JAVA_HOME", System.getProperty("java.home"));
    }

    Launcher with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** How a run ended. */
    record Ended(int exitCode, String out, String err) {
        List<String> errorLines() {
            return err.lines().toList();
        }
    }

    Process start(Path out, Path err, String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of(script.toString()));
        argv.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(argv)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("pureboot-out", null);
        Path err = Files.createTempFile("pureboot-err", null);
        try {
            Process process = start(out, err, arguments);
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "./pureboot " + String.join(" ", arguments) + " did not end; it said " + Files.readString(err));
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
