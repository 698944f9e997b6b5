package io.pureboot.linux.block;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** Raw image files: of a size direct I/O likes, and of one it does not. */
class FileBlockDeviceTest {
    private static BlockDevice openFile(Path directory, long size) throws IOException {
        Path file = directory.resolve("image");
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(size);
        }
        return DirectBlockDevice.openExclusive(file);
    }

    @Nested
    class EvenSize extends AbstractBlockDeviceTest {
        @Override
        protected BlockDevice open(Path directory) throws IOException {
            return openFile(directory, size());
        }
    }

    @Nested
    class OddSize extends AbstractBlockDeviceTest {
        @Override
        protected BlockDevice open(Path directory) throws IOException {
            return openFile(directory, size());
        }

        @Override
        protected long size() {
            return 8 * MIB + 1234;
        }
    }
}
