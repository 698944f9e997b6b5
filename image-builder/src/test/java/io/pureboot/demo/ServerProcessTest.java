package io.pureboot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("SS1 a server that was killed is named with the signal, in one short line")
    void killed() throws IOException, InterruptedException {
        String message = ended("for i in 1 2 3 4 5 6 7 8 9; do printf '%0400d\\n' $i; done; kill -9 $$");
        assertTrue(message.startsWith("demo-source has ended (killed by signal 9); log: "), message);
        assertEquals(1, message.lines().count());
        assertTrue(message.length() < 500, message);
    }

    @Test
    @DisplayName("SS1 a server that ended by itself is named with its exit code and its last words")
    void failed() throws IOException, InterruptedException {
        assertEquals("demo-source has ended (exit code 3); log: b / c", ended("echo a; echo b; echo c; exit 3"));
    }

    private String ended(String script) throws IOException, InterruptedException {
        ServerProcess server =
                ServerProcess.start("demo-source", new ProcessBuilder("sh", "-c", script), folder.resolve("log"));
        server.handle().onExit().join();
        return String.valueOf(
                assertThrows(IOException.class, server::requireAlive).getMessage());
    }
}
