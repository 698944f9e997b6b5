package io.pureboot.linux.table.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A run of an image with typed reads; offsets count from its start, and nothing outside it can be read. */
public final class Region {
    private final ImageBytes image;
    private final long start;
    private final long length;

    /** {@code length} may reach beyond the end of the image: a truncated partition keeps its place. */
    public Region(ImageBytes image, long start, long length) {
        if (start < 0 || length < 0 || start > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("not a run of bytes: start " + start + ", length " + length);
        }
        this.image = image;
        this.start = start;
        this.length = length;
    }

    public static Region whole(ImageBytes image) {
        return new Region(image, 0, image.size());
    }

    public ImageBytes image() {
        return image;
    }

    /** First byte, from the start of the image. */
    public long start() {
        return start;
    }

    public long length() {
        return length;
    }

    public byte[] bytes(long offset, int count) throws IOException {
        if (offset < 0 || offset > length - count) {
            throw new AbsentBytesException(AbsentBytesException.Reason.BEYOND_END, offset, count);
        }
        return image.read(start + offset, count);
    }

    public ByteBuffer little(long offset, int count) throws IOException {
        return ByteBuffer.wrap(bytes(offset, count)).order(ByteOrder.LITTLE_ENDIAN);
    }

    public ByteBuffer big(long offset, int count) throws IOException {
        return ByteBuffer.wrap(bytes(offset, count)).order(ByteOrder.BIG_ENDIAN);
    }

    /** Whether the region has these Latin-1 characters there; false when it is too short. */
    public boolean has(long offset, String magic) throws IOException {
        if (offset < 0 || offset > length - magic.length() || start + offset + magic.length() > image.size()) {
            return false;
        }
        return new String(bytes(offset, magic.length()), StandardCharsets.ISO_8859_1).equals(magic);
    }
}
