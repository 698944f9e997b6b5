package io.pureboot.linux.parted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The questions libparted was seen to ask, and what must be answered to each. */
class ExceptionPolicyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/dev/sda: unrecognised disk label | 64 | 64",
                "Not all of the space available to /dev/sda appears to be used, you can fix the GPT | 33 | 32",
                "The primary GPT table is corrupt, but the backup appears OK, so that will be used. | 72 | 8",
                "The backup GPT table is corrupt, but the primary appears OK, so that will be used. | 72 | 8",
                "Invalid argument during seek for read on /dev/sda | 112 | 64",
                "Input/output error during write on /dev/sda | 112 | 64",
                "Error opening /dev/sda: No such device | 80 | 64",
                "Can't have overlapping partitions. | 96 | 64",
                "The file system can only be resized to this size by converting to FAT16. | 72 | 64",
                "If you leave your file system as FAT16, then you will have no problems. Would you like to use FAT32? | 70 | 4",
                "Partition(s) 1 on /dev/sda have been written, but we have been unable to inform the kernel | 96 | 64",
                "Only information | 8 | 8"
            })
    void answers(String message, int options, int answer) {
        assertEquals(answer, ExceptionPolicy.answer(message, options));
    }
}
