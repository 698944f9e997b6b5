package io.pureboot.linux.block;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

@DisplayName("X8 real block devices of both sector sizes, and one whose size is no multiple of 4096")
class LoopBlockDeviceTest {
    abstract static class OnLoop extends AbstractBlockDeviceTest {
        private final int sectorSize;
        private final long size;
        private @Nullable LoopDevice loop;

        OnLoop(int sectorSize, long size) {
            this.sectorSize = sectorSize;
            this.size = size;
        }

        @Override
        protected long size() {
            return size;
        }

        @Override
        protected BlockDevice open(Path directory) throws IOException {
            LoopDevice made = LoopDevice.create(directory.resolve("disk"), size, sectorSize);
            loop = made;
            return DirectBlockDevice.openExclusive(made.path());
        }

        @Override
        protected void dispose() throws IOException {
            if (loop != null) {
                loop.close();
            }
        }
    }

    @Nested
    @DisplayName("X8 512")
    class Sectors512 extends OnLoop {
        Sectors512() {
            super(512, 8 * MIB);
        }
    }

    @Nested
    @DisplayName("X8 512, odd size")
    class OddSize extends OnLoop {
        OddSize() {
            super(512, 8 * MIB + 512);
        }
    }

    @Nested
    @DisplayName("X8 4096")
    class Sectors4096 extends OnLoop {
        Sectors4096() {
            super(4096, 8 * MIB);
        }
    }
}
