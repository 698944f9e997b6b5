package io.pureboot.protocol.disk;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskIdentityTest {
    private static final String NAME = "naa.5002538f00000001";

    private static DiskIdentity disk(String model, @Nullable String serial, @Nullable String wwn) {
        return new DiskIdentity(1L << 40, model, serial, wwn);
    }

    @Test
    @DisplayName(
            "X2 X4 a name its maker gave to every disk does not make one of two that differ in their serial number")
    void repeatedName() {
        assertFalse(disk("SSD 1", "AB120001", NAME).sameDisk(disk("SSD 1", "AB120002", NAME)));
        assertFalse(disk("SSD 1", "1", NAME).sameDisk(disk("SSD 1", "2", NAME)));
    }

    @ParameterizedTest
    @DisplayName("X2 X4 a name of hardly any different characters is a placeholder")
    @ValueSource(
            strings = {
                "naa.5000000000000000",
                "naa.5000000000000001",
                "eui.0100000000000000",
                "eui.0000000000000001",
                "uuid.00000000-0000-0000-0000-000000000001"
            })
    void placeholder(String name) {
        assertFalse(disk("SSD 1", null, name).sameDisk(disk("SSD 1", null, name)));
        assertFalse(disk("SSD 1", "AB120001", name).sameDisk(disk("SSD 2", "AB120001", name)));
    }

    @ParameterizedTest
    @DisplayName("X2 X4 a serial number that adapters and emulators give to all their disks is none")
    @ValueSource(strings = {"0", "0000", "000000000000", "1234567890", "123456789012", "0123456789ABCDEF", "QM00001"})
    void noSerial(String serial) {
        assertTrue(disk("USB adapter", serial, null).nameless());
        assertFalse(disk("USB adapter", serial, null).sameDisk(disk("USB adapter", serial, null)));
    }

    @ParameterizedTest
    @DisplayName("X2 X4 a short serial number that somebody chose is one")
    @ValueSource(strings = {"1", "disk1", "target", "S3Z9NB0K123456"})
    void chosenSerial(String serial) {
        assertFalse(disk("QEMU HARDDISK", serial, null).nameless());
    }

    @Test
    @DisplayName("X2 X4 behind a placeholder the serial number tells that it is the same disk")
    void placeholderAndSerial() {
        String name = "naa.5000000000000001";
        assertTrue(disk("SSD 1", "AB120001", name).sameDisk(disk("SSD 1", "AB120001", null)));
        assertTrue(disk("SSD 1", "AB120001", name).sameDisk(disk("SSD 1", "AB120001", name)));
    }

    @Test
    @DisplayName(
            "X2 X4 one name, seen by way of an adapter with a model of its own, without or with a cut serial number")
    void otherWay() {
        DiskIdentity one = disk("SSD 1", "AB1200012345", NAME);
        assertTrue(one.sameDisk(disk("USB adapter", "0001", NAME)));
        assertTrue(one.sameDisk(disk("SSD 1", null, NAME)));
        assertTrue(one.sameDisk(disk("SSD 1", "AB120001", NAME)));
        assertTrue(one.sameDisk(disk("SSD 1", "ab1200012345", NAME.toUpperCase(java.util.Locale.ROOT))));
    }
}
