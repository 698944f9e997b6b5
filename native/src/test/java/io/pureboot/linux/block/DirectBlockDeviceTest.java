package io.pureboot.linux.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectBlockDeviceTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    @DisplayName("X8 sector sizes and the exact size come from the kernel")
    void tellsSizes(int sector) throws IOException {
        try (LoopDevice loop = LoopDevice.create(dir.resolve("disk"), (16 << 20) + sector, sector);
                DirectBlockDevice device = DirectBlockDevice.openReadOnly(loop.path())) {
            assertEquals((16 << 20) + sector, device.size());
            assertEquals(sector, device.logicalSectorSize());
            assertTrue(device.direct());
            assertEquals(loop.path().toString(), device.name());
        }
    }

    @Test
    @DisplayName("X4 a second exclusive open is refused and says that the device is in use")
    void refusesASecondExclusiveOpen() throws IOException {
        try (LoopDevice loop = LoopDevice.create(dir.resolve("disk"), 16 << 20, 512)) {
            assertFalse(ExclusiveOpen.isHeld(loop.path()));
            try (DirectBlockDevice first = DirectBlockDevice.openExclusive(loop.path())) {
                assertTrue(ExclusiveOpen.isHeld(loop.path()));
                IOException refused =
                        assertThrows(DeviceBusyException.class, () -> DirectBlockDevice.openExclusive(loop.path()));
                assertTrue(refused.toString().contains(first.name() + " is in use"), refused.toString());
            }
            assertFalse(ExclusiveOpen.isHeld(loop.path()));
        }
    }

    @Test
    void neverWritesToADeviceOpenedForReading() throws IOException {
        try (LoopDevice loop = LoopDevice.create(dir.resolve("disk"), 16 << 20, 512);
                DirectBlockDevice device = DirectBlockDevice.openReadOnly(loop.path())) {
            assertThrows(IOException.class, () -> device.write(ByteBuffer.allocate(4096), 0));
            assertThrows(IOException.class, () -> device.zero(new Extent(0, 4096)));
            assertThrows(IOException.class, () -> device.discard(new Extent(0, 4096)));
        }
    }
}
