package io.pureboot.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakenPortTest {
    @Test
    @DisplayName("a node whose port is taken ends at once, and its last line is the only one that counts")
    void taken(@TempDir Path folder) throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path said = folder.resolve("said");
            Process node = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            BootedNode.class.getName(),
                            "bind=127.0.0.1",
                            "port=" + taken.getLocalPort(),
                            "data-port=0",
                            "disk=" + AnyBlockDevice.name(),
                            "state=" + folder.resolve("state"))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                assertTrue(node.waitFor(60, TimeUnit.SECONDS), "it runs on");
                assertEquals(2, node.exitValue());
                String text = java.nio.file.Files.readString(said);
                assertEquals(
                        "pureboot node: port " + taken.getLocalPort()
                                + " is taken by another program on this machine: end it, or take another port with --port",
                        text.lines().toList().getLast());
                assertEquals(
                        0, text.lines().filter(line -> line.contains("\tat ")).count(), text);
            } finally {
                node.destroyForcibly().waitFor();
            }
        }
    }
}
