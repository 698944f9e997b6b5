package io.pureboot.controller.library.tar;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a tar, counted. */
final class TarInput {
    static final int BLOCK = 512;

    private final InputStream in;
    private final byte[] scratch = new byte[256 << 10];
    private long position;

    TarInput(InputStream in) {
        this.in = in;
    }

    long position() {
        return position;
    }

    /** Fills the range; less only at the end of the input. */
    int read(byte[] target, int offset, int length) throws IOException {
        int got = in.readNBytes(target, offset, length);
        position += got;
        return got;
    }

    void readFully(byte[] target, int offset, int length) throws IOException {
        if (read(target, offset, length) < length) {
            throw damaged("it ends in the middle of a member");
        }
    }

    byte[] block() throws IOException {
        byte[] block = new byte[BLOCK];
        readFully(block, 0, BLOCK);
        return block;
    }

    void skip(long length) throws IOException {
        long left = length;
        while (left > 0) {
            int part = (int) Math.min(left, scratch.length);
            readFully(scratch, 0, part);
            left -= part;
        }
    }

    /** Reads on to the next block boundary. */
    void align() throws IOException {
        skip(Math.ceilDiv(position, (long) BLOCK) * BLOCK - position);
    }

    DamagedTarException damaged(String what) {
        return new DamagedTarException(position, what);
    }
}
