package io.pureboot.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.controller.testing.Client;
import io.pureboot.controller.testing.TestTls;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller as a process of its own. */
class CommandLineTest {
    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(process -> process.destroyForcibly().onExit().join());
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                ControllerServer.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().remove("PUREBOOT_ADMIN_PASSWORD");
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String output(String name) throws IOException {
        return Files.readString(directory.resolve(name), StandardCharsets.UTF_8);
    }

    private int run(String... arguments) throws Exception {
        Process process = start(Map.of(), arguments);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }

    @Test
    @DisplayName("KD1 --help explains, a wrong argument gets one line and exit code 2, a fault one line and 1")
    void arguments() throws Exception {
        assertEquals(0, run("--help"));
        for (String option : List.of("--data", "--port", "--certs", "--bind", "--host", "--ready-file", "--ca-days")) {
            assertTrue(output("out").contains(option), output("out"));
        }
        for (List<String> wrong : List.of(
                List.of("--nonsense"),
                List.of("--port", "x"),
                List.of("--port", "70000"),
                List.of("stray"),
                List.of("--port"),
                List.of("--ca-days", "0"))) {
            assertEquals(2, run(wrong.toArray(String[]::new)), wrong.toString());
            assertEquals(1, output("err").lines().count(), output("err"));
            assertEquals("", output("out"));
        }
        Path file = Files.writeString(directory.resolve("file"), "");
        assertEquals(1, run("--data", file.toString()));
        assertEquals(1, output("err").lines().count(), output("err"));
        Files.write(directory.resolve("vmlinuz"), new byte[1]);
        if (!Files.exists(Path.of("/usr/lib/ipxe/ipxe.efi"))) {
            assertEquals(2, run("--boot-files", directory.toString(), "--dhcp", "proxy"));
            assertTrue(output("err").contains("--dhcp needs undionly.kpxe and ipxe.efi"), output("err"));
            assertEquals(1, output("err").lines().count(), output("err"));
        }
        String data = directory.resolve("data").toString();
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            assertEquals(1, run("--data", data, "--port", port));
            assertEquals(taken(port, "--port"), output("err"));
            assertEquals(
                    1, run("--data", data, "--port", "0", "--boot-files", directory.toString(), "--boot-port", port));
            assertEquals(taken(port, "--boot-port"), output("err"));
        }
    }

    @Test
    @DisplayName("KD1 TS28 it starts, says where it is, prints the first password once, and stops cleanly on SIGTERM")
    void process() throws Exception {
        Path ready = directory.resolve("ready.json");
        Path data = directory.resolve("data");
        String[] arguments = {
            "--data",
            data.toString(),
            "--port",
            "0",
            "--bind",
            "127.0.0.1",
            "--ready-file",
            ready.toString(),
            "--host",
            "pure.example"
        };
        JsonNode said = untilReady(start(Map.of(), arguments), ready);
        String out = output("out");
        String error = assertThrows(
                        IOException.class,
                        () -> ControllerServer.start(ControllerConfig.loopback(data, "not used at all"))
                                .close())
                .getMessage();
        assertTrue(String.valueOf(error).contains("another controller runs on"), error);
        String password = out.replaceAll("(?s).*admin / (\\S+).*", "$1");
        assertTrue(out.contains(said.path("url").asText()), out);
        assertTrue(out.contains(said.path("ca_sha256").asText()), out);
        Client client = client(data, said);
        client.post("/auth/login", Map.of("username", "admin", "password", password))
                .data();
        ProcessHandle handle = ProcessHandle.of(said.path("pid").asLong()).orElseThrow();
        var waiting = client.getLater("/health");
        handle.destroy();
        waiting.handle((reply, failure) -> 0).join();
        handle.onExit().get(30, TimeUnit.SECONDS);
        assertFalse(Files.exists(ready));
        assertFalse(Files.exists(data.resolve("pureboot.db-wal")), "the database was closed");

        JsonNode again = untilReady(start(Map.of("PUREBOOT_ADMIN_PASSWORD", "not used any more"), arguments), ready);
        assertEquals(said.path("ca_sha256"), again.path("ca_sha256"));
        assertFalse(output("out").contains("admin /"), output("out"));
        client(data, again)
                .post("/auth/login", Map.of("username", "admin", "password", password))
                .data();
        ProcessHandle second = ProcessHandle.of(again.path("pid").asLong()).orElseThrow();
        second.destroyForcibly();
        second.onExit().get(30, TimeUnit.SECONDS);
        JsonNode third = untilReady(start(Map.of(), arguments), Files.exists(ready) ? fresh(ready) : ready);
        client(data, third).get("/health").data();
        ProcessHandle.of(third.path("pid").asLong()).orElseThrow().destroy();
    }

    private static String taken(String port, String option) {
        return "pureboot controller: port " + port
                + " is taken by another program on this machine: end it, or take another port with " + option + "\n";
    }

    private static Path fresh(Path ready) throws IOException {
        Files.delete(ready);
        return ready;
    }

    private static Client client(Path data, JsonNode said) throws IOException {
        String caPem = Files.readString(data.resolve("certs/ca.crt"));
        return new Client(said.path("url").asText(), TestTls.context(caPem, null, null), null);
    }

    private JsonNode untilReady(Process process, Path ready) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (!Files.exists(ready)) {
            assertTrue(process.isAlive() && Instant.now().isBefore(deadline), output("err"));
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        return ProtocolJson.mapper().readTree(Files.readAllBytes(ready));
    }
}
