package io.pureboot.linux.table.bytes;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Places of ISO 9660 primary volume descriptors seen in passing bytes; the first ones, a bounded number. */
final class VolumeDescriptors {
    private static final int SECTOR = 2048;
    private static final int MOST = 4096;
    private static final long MAGIC = 0x01_43_44_30_30_31_01_00L;

    private long[] places = new long[4];
    private int count;

    /** Looks at {@code bytes}, which begin at {@code position} of the image. */
    void search(long position, ByteBuffer bytes) {
        int first = bytes.position() + (int) (Math.ceilDiv(position, (long) SECTOR) * SECTOR - position);
        for (int at = first; at <= bytes.limit() - Long.BYTES; at += SECTOR) {
            if (bytes.get(at) == 1 && bytes.getLong(at) == MAGIC && count < MOST) {
                if (count == places.length) {
                    places = Arrays.copyOf(places, count * 2);
                }
                places[count++] = position + at - bytes.position();
            }
        }
    }

    long[] from(long start) {
        return Arrays.stream(places, 0, count).filter(place -> place >= start).toArray();
    }
}
