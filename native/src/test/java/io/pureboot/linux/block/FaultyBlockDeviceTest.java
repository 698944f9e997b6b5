package io.pureboot.linux.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.RecordingBlockDevice.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultyBlockDeviceTest {
    private final MemoryBlockDevice memory = new MemoryBlockDevice(1 << 20);
    private final RecordingBlockDevice recording = new RecordingBlockDevice(memory);
    private final FaultyBlockDevice device = new FaultyBlockDevice(recording);

    @Test
    void failsAtTheBadPlacesOnly() throws IOException {
        device.unreadable(8192, 1).unwritable(4096, 512);
        assertThrows(IOException.class, () -> device.read(ByteBuffer.allocate(4097), 4096));
        assertThrows(IOException.class, () -> device.write(ByteBuffer.allocate(10), 4600));
        assertThrows(IOException.class, () -> device.zero(new Extent(0, 8192)));
        assertEquals(4096, device.read(ByteBuffer.allocate(4096), 4096));
        device.write(ByteBuffer.allocate(512), 4608);
        assertEquals(3, device.failures());
        device.heal();
        assertEquals(4097, device.read(ByteBuffer.allocate(4097), 4096));
    }

    @Test
    void fillsUp() {
        device.fullAfter(65536);
        IOException full = assertThrows(IOException.class, () -> device.write(ByteBuffer.allocate(2), 65535));
        assertTrue(full.toString().contains("No space left"), full.toString());
    }

    @Test
    void flipsABitWithoutAWord() throws IOException {
        device.flippingBitAt(100);
        ByteBuffer data = ByteBuffer.allocate(512);
        device.write(data, 0);
        assertFalse(data.hasRemaining());
        assertEquals(1, memory.bytes()[100]);
        assertEquals(0, data.get(100));
    }

    @Test
    void recordsWhatWasAsked() throws IOException {
        assertFalse(recording.changed());
        device.read(ByteBuffer.allocate(512), 1024);
        device.write(ByteBuffer.allocate(512), 0);
        device.flush();
        assertTrue(recording.changed());
        assertEquals(List.of(new Extent(1024, 512)), recording.ranges(Kind.READ));
        assertEquals(Kind.FLUSH, recording.requests().getLast().kind());
    }
}
