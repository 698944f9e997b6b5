package io.pureboot.linux.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every block device does; the real ones and the fakes pass the same tests. */
public abstract class AbstractBlockDeviceTest {
    protected static final int MIB = 1 << 20;

    @TempDir
    Path dir;

    private BlockDevice device;
    private byte[] expected;

    /** An empty device of {@link #size()} bytes, writable. */
    protected abstract BlockDevice open(Path directory) throws IOException;

    /** Bytes of the device under test: some MiB. */
    protected long size() {
        return 8 * MIB;
    }

    /** Releases what {@link #open} made besides the device. */
    protected void dispose() throws IOException {}

    @BeforeEach
    void prepare() throws IOException {
        device = open(dir);
        expected = new byte[(int) size()];
    }

    @AfterEach
    void finish() throws IOException {
        device.close();
        dispose();
    }

    private ByteBuffer random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return AlignedBuffers.allocate(length).put(bytes).flip();
    }

    /** Writes and remembers what the device must hold then. */
    private void write(ByteBuffer data, long position) throws IOException {
        int inside = (int) Math.min(data.remaining(), size() - position);
        data.get(data.position(), expected, (int) position, inside);
        device.write(data, position);
        assertFalse(data.hasRemaining());
    }

    private void assertHoldsWhatWasWritten() throws IOException {
        ByteBuffer all = AlignedBuffers.allocate(Math.ceilDiv(expected.length, 4096) * 4096);
        assertEquals(expected.length, device.read(all, 0));
        byte[] held = new byte[expected.length];
        all.flip().get(held);
        assertEquals(-1, Arrays.mismatch(expected, held), "first wrong byte");
    }

    @Test
    void tellsItsSizes() {
        assertEquals(size(), device.size());
        assertTrue(device.logicalSectorSize() >= 512 && device.alignment() % device.logicalSectorSize() == 0);
        assertFalse(device.name().isEmpty());
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        write(random(MIB, 1), 0);
        write(random(4096, 2), 3 * MIB + 4096);
        device.flush();
        assertHoldsWhatWasWritten();
    }

    @Test
    void takesHeapBuffersAndOddPlaces() throws IOException {
        write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 511);
        write(random(10_000, 3).position(5), 4095);
        write(random(2 * MIB + 77, 4), 5 * MIB - 333);
        assertHoldsWhatWasWritten();
        byte[] piece = new byte[5000];
        assertEquals(5000, device.read(ByteBuffer.wrap(piece), 5 * MIB - 1000));
        assertArrayEquals(Arrays.copyOfRange(expected, 5 * MIB - 1000, 5 * MIB + 4000), piece);
    }

    @Test
    void readsAndWritesItsLastBytes() throws IOException {
        long lastBlock = (size() - 1) / 4096 * 4096;
        write(random(4096, 5), lastBlock);
        device.flush();
        ByteBuffer tail = AlignedBuffers.allocate(8192);
        assertEquals(size() - lastBlock, device.read(tail, lastBlock));
        assertEquals(size() - lastBlock, tail.position());
        assertEquals(size(), device.size());
        assertEquals(0, device.read(AlignedBuffers.allocate(4096), (size() / 4096 + 1) * 4096));
        assertHoldsWhatWasWritten();
    }

    @Test
    void refusesWhatIsBehindItsEnd() {
        long behind = (size() / 4096 + 1) * 4096;
        assertThrows(IOException.class, () -> device.write(random(4096, 6), behind));
        assertThrows(IOException.class, () -> device.write(random(MIB, 6), size() / 4096 * 4096 - 4096));
        assertThrows(IOException.class, () -> device.zero(new Extent(behind, 4096)));
        assertThrows(IOException.class, () -> device.discard(new Extent(0, behind)));
    }

    @Test
    void zeroesExactlyTheRange() throws IOException {
        write(random((int) (size() / 4096 * 4096), 7), 0);
        int sector = device.logicalSectorSize();
        device.zero(new Extent(MIB + sector, 2 * MIB));
        Arrays.fill(expected, MIB + sector, 3 * MIB + sector, (byte) 0);
        long lastSectors = (size() / sector - 1) * sector;
        device.zero(new Extent(lastSectors, size() - lastSectors));
        Arrays.fill(expected, (int) lastSectors, (int) size(), (byte) 0);
        device.zero(new Extent(0, 0));
        device.flush();
        assertHoldsWhatWasWritten();
        assertThrows(IOException.class, () -> device.zero(new Extent(1, sector)));
    }

    @Test
    void discardsOnlyTheRange() throws IOException {
        write(random(4 * MIB, 8), 0);
        boolean done = device.discard(new Extent(MIB, MIB));
        if (done) {
            write(random(MIB, 9), MIB);
        }
        assertHoldsWhatWasWritten();
    }

    @Test
    void servesSeveralThreads() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                ByteBuffer data = random(100_000, i);
                long position = i * 100_001L;
                all.add(threads.submit(() -> {
                    write(data, position);
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertHoldsWhatWasWritten();
    }

    @Test
    void closesTwice() throws IOException {
        device.close();
        device.close();
        assertThrows(IOException.class, () -> device.read(AlignedBuffers.allocate(4096), 0));
    }
}
