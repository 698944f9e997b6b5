package io.pureboot.linux.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class AlignedBuffersTest {
    @Test
    void lendsAlignedBuffersUpToItsBound() throws Exception {
        AlignedBuffers buffers = new AlignedBuffers(2, 8192);
        ByteBuffer first = buffers.acquire();
        ByteBuffer second = buffers.acquire();
        assertNotSame(first, second);
        assertEquals(0, first.alignmentOffset(0, 4096));
        assertEquals(8192, second.capacity());
        CompletableFuture<ByteBuffer> third = CompletableFuture.supplyAsync(() -> take(buffers));
        assertThrows(TimeoutException.class, () -> third.get(50, TimeUnit.MILLISECONDS));
        first.position(7);
        buffers.release(first);
        assertSame(first, third.get(10, TimeUnit.SECONDS));
        assertEquals(0, first.position());
    }

    @Test
    void refusesAForeignBufferAndOneGivenBackTwice() throws Exception {
        AlignedBuffers buffers = new AlignedBuffers(2, 4096);
        ByteBuffer buffer = buffers.acquire();
        buffers.release(buffer);
        assertThrows(IllegalArgumentException.class, () -> buffers.release(buffer));
        assertThrows(IllegalArgumentException.class, () -> buffers.release(ByteBuffer.allocate(4096)));
        assertThrows(IllegalArgumentException.class, () -> new AlignedBuffers(1, 1000));
    }

    private static ByteBuffer take(AlignedBuffers buffers) {
        try {
            return buffers.acquire();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
