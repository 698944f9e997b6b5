package io.pureboot.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** TCP ports of the loopback address, for programs that cannot take any free one themselves. */
final class Ports {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Ports() {}

    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until somebody listens, without connecting: nc takes one connection only. */
    static void awaitListener(int port) throws IOException, InterruptedException {
        String wanted = String.format(Locale.ROOT, ":%04X 00000000:0000 0A ", port);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (Files.readAllLines(Path.of("/proc/net/tcp")).stream().noneMatch(line -> line.contains(wanted))) {
            if (System.nanoTime() > end) {
                throw new IOException("nobody listens at port " + port + " after " + LIMIT.toSeconds() + " s");
            }
            Thread.sleep(5);
        }
    }
}
