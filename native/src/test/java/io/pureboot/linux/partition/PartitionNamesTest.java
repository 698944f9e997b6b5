package io.pureboot.linux.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionNamesTest {
    @ParameterizedTest
    @CsvSource({
        "/dev/sda, 1, /dev/sda1",
        "/dev/vdb, 12, /dev/vdb12",
        "/dev/nvme0n1, 2, /dev/nvme0n1p2",
        "/dev/mmcblk0, 1, /dev/mmcblk0p1",
        "/dev/loop7, 128, /dev/loop7p128",
        "/dev/md127, 3, /dev/md127p3"
    })
    void names(Path disk, int number, Path partition) {
        assertEquals(partition, PartitionNames.path(disk, number));
    }

    @Test
    void numbersBeginAtOne() {
        assertThrows(IllegalArgumentException.class, () -> PartitionNames.name("sda", 0));
    }
}
