package io.pureboot.node.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pureboot.linux.hash.Xxh3;
import io.pureboot.testing.Prerequisites;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final int LONGEST = ChunkMap.CHUNK;

    @Test
    @DisplayName(
            "library and Java tell the same of every length, so that a node with the one clones to a node with the other")
    void bothTheSame() {
        Prerequisites.require(Xxh3.available(), "libxxhash0");
        byte[] bytes = new byte[LONGEST];
        new Random(7).nextBytes(bytes);
        ByteBuffer direct = ByteBuffer.allocateDirect(LONGEST).put(bytes);
        ByteBuffer heap = ByteBuffer.wrap(bytes);
        for (int length = 0; length < 1100; length++) {
            assertEquals(Digest.of(heap, length), Digest.of(direct, length), "of " + length + " bytes");
        }
        for (int length = 4096; length <= LONGEST; length *= 2) {
            assertEquals(Digest.of(heap, length), Digest.of(direct, length), "of " + length + " bytes");
            assertEquals(
                    Digest.of(heap, length - 1), Digest.of(direct, length - 1), "of " + length + " bytes less one");
        }
    }

    @Test
    @DisplayName("one bit makes another digest, in the library and in Java")
    void oneBit() {
        ByteBuffer direct = ByteBuffer.allocateDirect(LONGEST);
        ByteBuffer heap = ByteBuffer.allocate(LONGEST);
        Digest zeros = Digest.ofZeros(LONGEST);
        assertEquals(zeros, Digest.of(direct, LONGEST));
        direct.put(LONGEST - 1, (byte) 1);
        heap.put(LONGEST - 1, (byte) 1);
        assertNotEquals(zeros, Digest.of(direct, LONGEST));
        assertNotEquals(zeros, Digest.of(heap, LONGEST));
    }
}
