package io.pureboot.controller.library.read;

import io.pureboot.linux.table.bytes.AbsentBytesException;
import io.pureboot.linux.table.bytes.ImageBytes;
import java.util.Arrays;

/**
 * An image in memory whose start is zeros that are not kept.
 *
 * @param zeros bytes before the others
 */
public record FlatImage(int zeros, byte[] bytes) implements ImageBytes {
    @Override
    public long size() {
        return (long) zeros + bytes.length;
    }

    @Override
    public byte[] read(long position, int length) throws AbsentBytesException {
        if (position < 0 || position > size() - length) {
            throw new AbsentBytesException(AbsentBytesException.Reason.BEYOND_END, position, length);
        }
        if (position >= zeros) {
            int from = (int) position - zeros;
            return Arrays.copyOfRange(bytes, from, from + length);
        }
        byte[] read = new byte[length];
        int kept = (int) Math.max(0, position + length - zeros);
        System.arraycopy(bytes, 0, read, length - kept, kept);
        return read;
    }

    @Override
    public long[] volumeDescriptors(long from) {
        return new long[0];
    }
}
