package io.pureboot.controller.library.tar;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The content of the member a reader stands at, front to back, in pieces of {@link #SIZE} bytes, the last one shorter.
 * Holes that fill whole pieces come as one, without bytes.
 */
public final class MemberPieces {
    public static final int SIZE = 1 << 20;

    /**
     * A piece.
     *
     * @param bytes the buffer it was read into, or null when all {@code length} bytes are zeros
     */
    public record Piece(long start, long length, byte @Nullable [] bytes) {}

    private final TarReader reader;
    private final SparseMap map;
    private int run;
    private long done;
    private long position;

    public MemberPieces(TarReader reader, SparseMap map) {
        this.reader = reader;
        this.map = map;
    }

    /**
     * The next piece, or null at the end.
     *
     * @param buffer of {@link #SIZE} bytes, to read into
     */
    public @Nullable Piece next(byte[] buffer) throws IOException {
        long start = position;
        if (start == map.size()) {
            return null;
        }
        long data = run < map.runs() ? map.offset(run) + done : map.size();
        long holes = (data == map.size() ? data - start : (data - start) / SIZE * SIZE);
        if (holes >= SIZE || data == map.size() && holes > 0) {
            position += holes;
            return new Piece(start, holes, null);
        }
        int length = (int) Math.min(SIZE, map.size() - start);
        fill(buffer, start, length);
        position += length;
        return new Piece(start, length, buffer);
    }

    private void fill(byte[] buffer, long start, int length) throws IOException {
        int at = 0;
        while (at < length) {
            long data = run < map.runs() ? map.offset(run) + done : Long.MAX_VALUE;
            if (data > start + at) {
                int hole = (int) Math.min(length - at, data - start - at);
                java.util.Arrays.fill(buffer, at, at + hole, (byte) 0);
                at += hole;
                continue;
            }
            int part = (int) Math.min(length - at, map.length(run) - done);
            reader.read(buffer, at, part);
            at += part;
            done += part;
            if (done == map.length(run)) {
                run++;
                done = 0;
            }
        }
    }
}
