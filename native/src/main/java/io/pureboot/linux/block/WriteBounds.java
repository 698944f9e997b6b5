package io.pureboot.linux.block;

import java.io.IOException;

/** What may be written: inside the device, plus the padding of an odd-sized device's last block. */
final class WriteBounds {
    private WriteBounds() {}

    static void check(BlockDevice device, long position, int length) throws IOException {
        int alignment = Math.max(device.alignment(), AlignedBuffers.ALIGNMENT);
        long paddedSize = Math.ceilDiv(device.size(), (long) alignment) * alignment;
        if (position < 0 || position + length > paddedSize || (length > 0 && position >= device.size())) {
            throw new IOException(device.name() + ": cannot write " + length + " bytes at " + position
                    + ", the device has " + device.size() + " bytes");
        }
    }

    static void check(BlockDevice device, Extent range) throws IOException {
        int sector = device.logicalSectorSize();
        if (range.end() > device.size()) {
            throw new IOException(device.name() + ": the range from " + range.start() + " to " + range.end()
                    + " is not inside the device of " + device.size() + " bytes");
        }
        boolean endOfOddDevice = range.end() == device.size();
        if (range.start() % sector != 0 || (range.length() % sector != 0 && !endOfOddDevice)) {
            throw new IOException(device.name() + ": the range from " + range.start() + " to " + range.end()
                    + " is not a multiple of the sector size " + sector);
        }
    }
}
