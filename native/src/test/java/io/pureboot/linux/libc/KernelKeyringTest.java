package io.pureboot.linux.libc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KernelKeyringTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final String description = "pureboot:test:" + UUID.randomUUID();
    private final KernelKeyring keyring = new KernelKeyring();

    @BeforeEach
    void needsKeys() {
        Prerequisites.require(Files.exists(Path.of("/proc/keys")), "a kernel with key rings");
    }

    @AfterEach
    void forget() throws IOException {
        keyring.remove(description);
    }

    @Test
    void givesBackWhatWasPut() throws IOException {
        keyring.put(description, bytes("first"), HOUR);
        assertArrayEquals(bytes("first"), keyring.get(description).orElseThrow());
        keyring.put(description, bytes("a longer second value"), HOUR);
        assertArrayEquals(
                bytes("a longer second value"), keyring.get(description).orElseThrow());
    }

    @Test
    void nothingIsThereBeforeAndAfter() throws IOException {
        assertTrue(keyring.get(description).isEmpty());
        keyring.put(description, bytes("x"), HOUR);
        keyring.remove(description);
        keyring.remove(description);
        assertTrue(keyring.get(description).isEmpty());
    }

    @Test
    void refusesWhatTheKernelWouldCut() {
        assertThrows(IOException.class, () -> keyring.put(description, new byte[KernelKeyring.MAX_PAYLOAD + 1], HOUR));
        assertThrows(IOException.class, () -> keyring.put(description, new byte[0], HOUR));
    }

    @Test
    void holdsTheLargestPayload() throws IOException {
        byte[] large = new byte[KernelKeyring.MAX_PAYLOAD];
        large[large.length - 1] = 7;
        keyring.put(description, large, HOUR);
        assertArrayEquals(large, keyring.get(description).orElseThrow());
    }

    @Test
    @DisplayName("DF2 DF6 a killed process leaves its secret to the next one, in kernel memory only")
    void outlivesTheProcess() throws Exception {
        Process writer = child("put", "kept by the kernel");
        assertEquals("put\n", new String(writer.getInputStream().readNBytes(4), StandardCharsets.UTF_8));
        writer.destroyForcibly();
        assertTrue(writer.waitFor(10, TimeUnit.SECONDS));
        assertArrayEquals(bytes("kept by the kernel"), keyring.get(description).orElseThrow());
        Process reader = child("get", "");
        assertEquals("kept by the kernel", new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, reader.waitFor());
    }

    private Process child(String verb, String secret) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        verb,
                        description,
                        secret))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The other process: puts and waits to be killed, or gets and prints. */
    static final class Child {
        public static void main(String[] args) throws Exception {
            KernelKeyring keyring = new KernelKeyring();
            if (args[0].equals("put")) {
                keyring.put(args[1], bytes(args[2]), HOUR);
                System.out.println("put");
                System.out.flush();
                new java.util.concurrent.CountDownLatch(1).await();
            } else {
                System.out.print(new String(keyring.get(args[1]).orElseThrow(), StandardCharsets.UTF_8));
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
