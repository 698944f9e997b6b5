package io.pureboot.controller.library.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of another stream, in their order, and its failure where it came. */
class ReadAheadTest {
    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @DisplayName("NA2 what is read ahead is what was there, whatever its length")
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1 << 20, (1 << 20) + 1, 9_000_001})
    void same(int length) throws IOException {
        byte[] bytes = noise(length);
        try (ReadAhead in = new ReadAhead(new ByteArrayInputStream(bytes))) {
            assertArrayEquals(bytes, in.readAllBytes());
            assertEquals(-1, in.read());
        }
    }

    @Test
    @DisplayName("NX2 a failure comes behind the buffers before it, and the stream does not seem to end")
    void failure() throws IOException {
        byte[] bytes = noise(3 << 20);
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken here");
            }
        };
        try (ReadAhead in = new ReadAhead(new SequenceInputStream(new ByteArrayInputStream(bytes), broken))) {
            assertArrayEquals(Arrays.copyOf(bytes, 3 << 20), in.readNBytes(3 << 20));
            IOException seen = assertThrows(IOException.class, in::read);
            assertEquals("broken here", seen.getMessage());
            assertThrows(IOException.class, in::read);
        }
    }

    @Test
    @DisplayName("NX2 closed in the middle, the reading ends and its source is closed")
    void closed() throws IOException {
        boolean[] closed = {false};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 7;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                Arrays.fill(target, offset, offset + length, (byte) 7);
                return length;
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        };
        ReadAhead in = new ReadAhead(endless);
        assertEquals(7, in.read());
        assertFalse(closed[0]);
        in.close();
        assertTrue(closed[0]);
    }
}
