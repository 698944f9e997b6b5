package io.pureboot.linux.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pureboot.testing.Prerequisites;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Against the values that {@code xxh128sum} prints. */
class Xxh3Test {
    @BeforeEach
    void library() {
        Prerequisites.require(Xxh3.available(), "libxxhash0");
    }

    @Test
    @DisplayName("nothing and a word have the published digests, high half first")
    void known() {
        assertEquals("99aa06d3014798d86001c324468d497f", hex(ByteBuffer.allocateDirect(0), 0));
        assertEquals("06b05ab6733a618578af5f94892f3950", hex(direct("abc"), 3));
    }

    @Test
    @DisplayName("the first bytes count, wherever position and limit are; what is behind does not")
    void place() {
        ByteBuffer more = direct("abcdef");
        more.position(2).limit(4);
        assertEquals("06b05ab6733a618578af5f94892f3950", hex(more, 3));
        assertEquals(2, more.position());
        assertEquals(4, more.limit());
    }

    @Test
    @DisplayName("what reaches beyond the buffer, or is in the heap, is refused")
    void refused() {
        assertThrows(IllegalArgumentException.class, () -> Xxh3.of(direct("abc"), 4));
        assertThrows(IllegalArgumentException.class, () -> Xxh3.of(direct("abc"), -1));
        assertThrows(IllegalArgumentException.class, () -> Xxh3.of(ByteBuffer.allocate(3), 3));
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).clear();
    }

    private static String hex(ByteBuffer buffer, int length) {
        Xxh3.Value value = Xxh3.of(buffer, length);
        return "%016x%016x".formatted(value.high(), value.low());
    }
}
