package io.pureboot.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A controller or node as its own process, which can be killed and started again with the same arguments. */
final class Server {
    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path ready;
    private final Path log;
    private Process process;

    /** Starts it; {@link #awaitReady} waits for it. */
    Server(
            Path folder,
            String name,
            List<String> jvmOptions,
            Class<?> main,
            List<String> arguments,
            Map<String, String> environment)
            throws IOException {
        this.name = name;
        this.environment = environment;
        this.ready = folder.resolve(name + ".ready");
        this.log = folder.resolve(name + ".log");
        command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.showDateTime=true"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        command.addAll(List.of("--ready-file", ready.toString()));
        process = launch();
    }

    private Process launch() throws IOException {
        Files.deleteIfExists(ready);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    String name() {
        return name;
    }

    JsonNode awaitReady() {
        Wait.until(Duration.ofSeconds(90), () -> name + " is ready; its log: " + log(), () -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " ended: " + log());
            }
            return Files.exists(ready);
        });
        try {
            return ProtocolJson.mapper().readTree(Files.readAllBytes(ready));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again, with the arguments it had. */
    void restart() throws IOException {
        process = launch();
    }

    /** From the next start on, an option it has already has this value. */
    void option(String name, String value) {
        command.set(command.indexOf(name) + 1, value);
    }

    /** Its threads do nothing from now on; its connections stay open. */
    void freeze() throws IOException {
        Tool.run("kill", "-STOP", pid());
    }

    void thaw() throws IOException {
        Tool.run("kill", "-CONT", pid());
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
