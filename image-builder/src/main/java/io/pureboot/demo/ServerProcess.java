package io.pureboot.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A controller or node running as its own process; what it prints is in its log file. */
public final class ServerProcess {
    private static final Duration GRACE = Duration.ofSeconds(8);
    /** Java adds it to the number of a signal, as shells do. */
    private static final int SIGNALLED = 128;

    /** Characters of a log in a message. */
    private static final int LONGEST = 300;

    private final String name;
    private final Process process;
    private final Path log;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    public static ServerProcess start(String name, ProcessBuilder builder, Path log) throws IOException {
        builder.redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        return new ServerProcess(name, builder.start(), log);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for the file that the server writes when it answers, and reads it. */
    public JsonNode awaitReady(Path readyFile, Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!Files.exists(readyFile)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException(name + " ended with exit code " + process.exitValue()
                        + " while starting; its log ends: " + lastLines(5));
            }
            if (System.nanoTime() > end) {
                throw new IOException(
                        name + " did not answer within " + limit.toSeconds() + " s; its log ends: " + lastLines(5));
            }
        }
        return ProtocolJson.mapper().readTree(Files.readAllBytes(readyFile));
    }

    /** @throws IOException in one line, with the end of its log, when the server is gone */
    public void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(
                    name + " has ended (" + howEnded(process.exitValue()) + "); log: " + shortened(lastLines(2)));
        }
    }

    private static String howEnded(int code) {
        return code > SIGNALLED ? "killed by signal " + (code - SIGNALLED) : "exit code " + code;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : "…" + text.substring(text.length() - LONGEST);
    }

    public String lastLines(int count) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    public void askToEnd() {
        process.destroy();
    }

    public void end() {
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
