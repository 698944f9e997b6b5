package io.pureboot.linux.table.bytes;

import java.io.IOException;

/**
 * The bytes of a disk or of an image of one, of known size, readable at positions. What a stream did not keep, or has
 * not brought yet, is said by {@link AbsentBytesException}; an unreadable place by any other IOException.
 */
public interface ImageBytes {
    /** Size in bytes, holes of a sparse image included. */
    long size();

    /**
     * Exactly {@code length} bytes from {@code position}.
     *
     * @throws AbsentBytesException when some of them are beyond the end, already gone or still to come
     * @throws IOException when they cannot be read
     */
    byte[] read(long position, int length) throws IOException;

    /**
     * Places from {@code from} on where a further ISO 9660 session seems to start: 2048-byte aligned primary volume
     * descriptors, ascending. Bounded; an image of any size answers at once.
     */
    long[] volumeDescriptors(long from) throws IOException;
}
