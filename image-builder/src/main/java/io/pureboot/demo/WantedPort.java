package io.pureboot.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A TCP port of 127.0.0.1 that the caller named. */
public final class WantedPort {
    private static final int LAST = 65535;

    private WantedPort() {}

    /**
     * Looks whether it can be listened at, now.
     *
     * @param port as given with {@code --port}, 0 for any
     * @throws RefusedException when it is none or is taken
     */
    public static void check(int port) throws IOException {
        if (port < 0 || port > LAST) {
            throw new RefusedException("--port must be between 0 and " + LAST);
        }
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assert socket.isBound();
        } catch (BindException e) {
            throw new RefusedException("--port " + port + " is taken");
        }
    }
}
