package io.pureboot.controller.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.Client;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestDisks;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.controller.testing.TestSocket;
import io.pureboot.controller.testing.TestTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowClientTest {
    @Test
    @DisplayName("EV10 a client that does not read is dropped; nodes and other clients do not notice it")
    void dropped(@TempDir Path data) throws Exception {
        try (TestController controller = TestController.start(data);
                TestSocket reader = TestSocket.open(controller);
                SSLSocket deaf = (SSLSocket) TestTls.context(controller.caPem(), null, null)
                        .getSocketFactory()
                        .createSocket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.connect(new InetSocketAddress("127.0.0.1", controller.port()));
            handshake(controller, deaf);
            Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
            while (sockets(controller.anonymous()) < 2) {
                assertTrue(Instant.now().isBefore(deadline), "the second client is not counted");
            }
            TestNode node = controller.node("chatty");
            var disks = IntStream.range(0, 500)
                    .mapToObj(i -> TestDisks.disk("/dev/mapper/a-long-name-of-a-volume-" + i, 1 << 20, "S" + i))
                    .toArray(io.pureboot.protocol.disk.DiskInfo[]::new);
            int reports = 0;
            while (sockets(controller.anonymous()) > 1) {
                assertTrue(Instant.now().isBefore(deadline), "still there after " + reports + " reports");
                Instant begin = Instant.now();
                node.report(disks);
                reports++;
                assertTrue(Duration.between(begin, Instant.now()).compareTo(Duration.ofSeconds(10)) < 0);
                for (int i = 0; i < disks.length; i++) {
                    reader.next("partition.scan_complete");
                }
            }
            assertTrue(reports > 0);
        }
    }

    private static void handshake(TestController controller, SSLSocket socket) throws IOException {
        String token = controller.login("admin", TestController.PASSWORD);
        String request = "GET /api/v1/ws?token=" + token + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        byte[] begin = socket.getInputStream().readNBytes(12);
        assertEquals("HTTP/1.1 101", new String(begin, StandardCharsets.US_ASCII));
    }

    private static long sockets(Client client) {
        return client.get("/metrics")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith("pureboot_websockets "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }
}
