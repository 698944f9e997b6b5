package io.pureboot.linux.block;

import java.nio.file.Path;

class MemoryBlockDeviceTest extends AbstractBlockDeviceTest {
    @Override
    protected BlockDevice open(Path directory) {
        return new MemoryBlockDevice((int) size());
    }

    @Override
    protected long size() {
        return 8 * MIB + 512;
    }
}
