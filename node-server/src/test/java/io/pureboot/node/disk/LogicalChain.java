package io.pureboot.node.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Where the boot records of logical partitions lie on a test disk whose container starts at sector 2048. */
public final class LogicalChain {
    private LogicalChain() {}

    public static long secondRecord(Path image) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "r")) {
            file.seek(2048 * 512 + 462 + 8);
            return (2048L + Integer.toUnsignedLong(Integer.reverseBytes(file.readInt()))) * 512;
        }
    }
}
