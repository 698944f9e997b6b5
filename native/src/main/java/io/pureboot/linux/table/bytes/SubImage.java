package io.pureboot.linux.table.bytes;

import java.io.IOException;

/** A part of an image that is an image itself. */
public final class SubImage implements ImageBytes {
    private final ImageBytes image;
    private final long start;
    private final long size;

    /** The part is cut where the image ends. */
    public SubImage(ImageBytes image, long start, long size) {
        this.image = image;
        this.start = start;
        this.size = Math.max(0, Math.min(size, image.size() - start));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public byte[] read(long position, int length) throws IOException {
        if (position < 0 || position > size - length) {
            throw new AbsentBytesException(AbsentBytesException.Reason.BEYOND_END, position, length);
        }
        return image.read(start + position, length);
    }

    @Override
    public long[] volumeDescriptors(long from) {
        return new long[0];
    }
}
