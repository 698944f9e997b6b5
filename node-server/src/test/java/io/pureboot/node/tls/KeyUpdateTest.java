package io.pureboot.node.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.protocol.session.CloneRole;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java changes the keys of a connection after 128 GiB; a process with a lower limit shows that nothing breaks then. */
class KeyUpdateTest {
    private static final int MEGABYTES = 64;

    @Test
    @DisplayName("KD7 keys change in the middle of a transfer")
    void keysChange(@TempDir Path dir) throws Exception {
        Path limits = dir.resolve("limits.security");
        Files.writeString(limits, "jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 2^22\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.security.properties=" + limits,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeyUpdateTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertEquals("64 MB", output.strip());
    }

    /** Sends and reads back on one connection, ending with an exception when a byte is wrong or keys get stuck. */
    public static void main(String[] arguments) throws Exception {
        byte[] block = new byte[1 << 20];
        new java.util.Random(5).nextBytes(block);
        try (ServerSocketChannel listener = TlsChannelTest.listener();
                SocketChannel socket = SocketChannel.open(listener.getLocalAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> echo(listener));
            try (TlsChannel channel = TlsChannel.client(
                    socket, TlsChannelTest.javaContext(CloneRole.TARGET), "127.0.0.1", TlsContexts.client())) {
                for (int i = 0; i < MEGABYTES; i++) {
                    channel.write(ByteBuffer.wrap(block));
                    if (!java.util.Arrays.equals(block, TlsChannelTest.read(channel, block.length))) {
                        throw new IllegalStateException("block " + i + " came back changed");
                    }
                }
            }
            served.exceptionally(e -> null).join();
        }
        System.out.println(MEGABYTES + " MB");
    }

    private static void echo(ServerSocketChannel listener) {
        try (SocketChannel accepted = listener.accept();
                TlsChannel channel = TlsChannel.server(
                        accepted, TlsChannelTest.context(CloneRole.SOURCE), TlsContexts.serverWantingCertificate())) {
            for (int i = 0; i < MEGABYTES; i++) {
                channel.write(ByteBuffer.wrap(TlsChannelTest.read(channel, 1 << 20)));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
