package io.pureboot.linux.table.bytes;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An image that passes once, front to back, in pieces. Whatever was asked for before it came is kept, in pages; so is
 * what is asked for of the last two pieces. Not thread-safe.
 *
 * <p>Use: accept a piece, and whenever that says true look at the image again: the reader then finds more, and what it
 * misses of what is still to come is kept for its next look.
 */
public final class StreamedBytes implements ImageBytes {
    /** Pieces are multiples of this, all but the last. */
    public static final int PAGE = 4096;

    /** 64 MiB: more windows than any sane table asks for; beyond it answers are doubtful, not wrong. */
    private static final int MOST_PAGES = 16384;

    /** A run that came; without bytes when it is a hole. */
    private record Piece(long start, long length, @Nullable ByteBuffer bytes) {
        long end() {
            return start + length;
        }

        void copy(long position, byte[] target) {
            if (bytes != null) {
                bytes.get((int) (position - start), target);
            }
        }
    }

    private final long size;
    private final Map<Long, byte[]> kept = new HashMap<>();
    private final NavigableSet<Long> wanted = new TreeSet<>();
    private final VolumeDescriptors descriptors = new VolumeDescriptors();
    private Piece current = new Piece(0, 0, null);
    private Piece previous = current;

    public StreamedBytes(long size) {
        this.size = size;
    }

    /**
     * Takes the next bytes: what remains of the buffer, whose position is left alone. It is looked at until the second
     * next piece, and must not change so long.
     *
     * @return whether something that was asked for came with them
     */
    public boolean accept(ByteBuffer bytes) {
        ByteBuffer view = bytes.slice();
        descriptors.search(passed(), view);
        return take(new Piece(passed(), view.remaining(), view));
    }

    /** Takes the next {@code length} bytes, which are zeros. */
    public boolean acceptHole(long length) {
        return take(new Piece(passed(), length, null));
    }

    private boolean take(Piece piece) {
        if (piece.end() > size || piece.start() % PAGE != 0) {
            throw new IllegalArgumentException(
                    "a piece of %d bytes at %d of %d".formatted(piece.length(), piece.start(), size));
        }
        previous = current;
        current = piece;
        boolean met = piece.start() == 0;
        while (!wanted.isEmpty() && endOf(wanted.first()) <= passed()) {
            met |= keep(wanted.removeFirst()) != null;
        }
        return met;
    }

    /** Bytes accepted so far. */
    public long passed() {
        return current.end();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public byte[] read(long position, int length) throws AbsentBytesException {
        if (position < 0 || position > size - length) {
            throw new AbsentBytesException(AbsentBytesException.Reason.BEYOND_END, position, length);
        }
        byte[] result = new byte[length];
        AbsentBytesException.Reason missing = null;
        for (long page = position / PAGE; page * PAGE < position + length; page++) {
            byte[] bytes = kept.get(page);
            bytes = bytes != null ? bytes : keep(page);
            if (bytes != null) {
                long from = Math.max(position, page * PAGE);
                long to = Math.min(position + length, endOf(page));
                System.arraycopy(bytes, (int) (from - page * PAGE), result, (int) (from - position), (int) (to - from));
            } else if (endOf(page) > passed() && wish(page)) {
                missing = missing == null ? AbsentBytesException.Reason.NOT_YET : missing;
            } else {
                missing = AbsentBytesException.Reason.GONE;
            }
        }
        if (missing != null) {
            throw new AbsentBytesException(missing, position, length);
        }
        return result;
    }

    private boolean wish(long page) {
        return wanted.contains(page) || (wanted.size() + kept.size() < MOST_PAGES && wanted.add(page));
    }

    private byte @Nullable [] keep(long page) {
        long from = page * PAGE;
        Piece piece = from >= current.start() ? current : previous;
        if (from < piece.start() || endOf(page) > piece.end() || kept.size() >= MOST_PAGES) {
            return null;
        }
        byte[] bytes = new byte[(int) (endOf(page) - from)];
        piece.copy(from, bytes);
        kept.put(page, bytes);
        return bytes;
    }

    private long endOf(long page) {
        return Math.min(size, (page + 1) * PAGE);
    }

    /** Those among the bytes that came; only at the end they are all. */
    @Override
    public long[] volumeDescriptors(long from) throws AbsentBytesException {
        if (passed() < size) {
            throw new AbsentBytesException(AbsentBytesException.Reason.NOT_YET, passed(), 1);
        }
        return descriptors.from(from);
    }
}
