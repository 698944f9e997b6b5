package io.pureboot.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pureboot.demo.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VmCommandTest {
    @Test
    @DisplayName("BI1 a port that is none, or that is taken, is refused before the image is looked at")
    void port() throws IOException {
        assertEquals("--port must be between 0 and 65535", refusal(99999));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertEquals("--port " + taken.getLocalPort() + " is taken", refusal(taken.getLocalPort()));
        }
    }

    private static String refusal(int port) {
        VmCommand command = new VmCommand();
        command.port = port;
        command.image = Path.of("/nowhere");
        return String.valueOf(
                assertThrows(RefusedException.class, command::call).getMessage());
    }
}
