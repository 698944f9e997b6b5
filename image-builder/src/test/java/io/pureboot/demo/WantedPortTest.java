package io.pureboot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WantedPortTest {
    @Test
    @DisplayName("SS1 a port that is none, or that is taken, is refused before anything is done")
    void refused() throws IOException {
        assertEquals("--port must be between 0 and 65535", refusal(99999));
        assertEquals("--port must be between 0 and 65535", refusal(-1));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertEquals("--port " + taken.getLocalPort() + " is taken", refusal(taken.getLocalPort()));
        }
    }

    /** Of the demo; its source, which is looked at next, is none. */
    private static String refusal(int port) {
        DemoCommand demo = new DemoCommand();
        demo.port = port;
        demo.source = "/nowhere/disk.img";
        return String.valueOf(assertThrows(RefusedException.class, demo::call).getMessage());
    }
}
