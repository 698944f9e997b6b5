package io.pureboot.node.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.ForwardingBlockDevice;
import io.pureboot.linux.block.MemoryBlockDevice;
import io.pureboot.node.filesystem.UsedMap;
import io.pureboot.protocol.session.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SourceContentTest {
    private static final int SIZE = 2 * ChunkMap.CHUNK;
    private static final int BAD = 64 * 1024;
    private static final ByteRange SECTOR = new ByteRange(BAD, BAD + 512);

    /** Its first read hangs until told otherwise and brings everything; every later one fails at one sector. */
    private static final class WeakDisk extends ForwardingBlockDevice {
        private final CountDownLatch hanging = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);
        private final AtomicInteger reads = new AtomicInteger();

        WeakDisk(BlockDevice disk) {
            super(disk);
        }

        @Override
        public int read(ByteBuffer buffer, long position) throws IOException {
            if (reads.getAndIncrement() == 0) {
                hanging.countDown();
                await(over);
            } else if (new Extent(position, buffer.remaining()).overlaps(new Extent(BAD, 512))) {
                throw new IOException("Input/output error");
            }
            return super.read(buffer, position);
        }

        static void await(CountDownLatch latch) throws IOException {
            try {
                if (!latch.await(60, TimeUnit.SECONDS)) {
                    throw new IOException("waited in vain");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private static SourceContent rescued(BlockDevice disk) {
        return new SourceContent(disk, new UsedMap(SIZE, List.of(new Extent(0, SIZE)), List.of()), true);
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(ChunkMap.CHUNK);
    }

    @Test
    @DisplayName("X7 a weak sector that is read after all, when it has been given up: the digest is of what is sent")
    void readAfterAll() throws Exception {
        byte[] bytes = new byte[SIZE];
        new Random(3).nextBytes(bytes);
        WeakDisk disk = new WeakDisk(new MemoryBlockDevice(bytes, 512));
        SourceContent content = rescued(disk);
        ByteBuffer slow = buffer();
        CompletableFuture<Digest> late = CompletableFuture.supplyAsync(() -> read(content, slow));
        WeakDisk.await(disk.hanging);
        content.examine(0, buffer());
        assertEquals(List.of(SECTOR), content.unreadable(0));
        disk.over.countDown();
        late.get(60, TimeUnit.SECONDS);

        ByteBuffer thorough = buffer();
        Digest digest = read(content, thorough);
        assertEquals(Digest.of(thorough, ChunkMap.CHUNK), digest, "digest and content differ");
        assertEquals(Optional.of(digest), content.digests().get(0));
        for (int at = BAD; at < BAD + 512; at++) {
            assertEquals(0, thorough.get(at));
        }
        assertEquals(Digest.of(slow, ChunkMap.CHUNK), late.get(), "the slow read's digest and content differ");
        assertTrue(content.digests().get(1).isEmpty());
    }

    private static Digest read(SourceContent content, ByteBuffer buffer) {
        try {
            SourceContent.Read read = content.read(0, buffer);
            assertEquals(List.of(SECTOR), read.unreadable());
            return read.digest();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
