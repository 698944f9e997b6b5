package io.pureboot.linux.table.fuzz;

import io.pureboot.linux.table.ImageLayout;
import io.pureboot.linux.table.TableRecognizer;
import io.pureboot.linux.table.Verdict;
import io.pureboot.linux.table.bytes.AbsentBytesException;
import io.pureboot.linux.table.bytes.ImageBytes;
import io.pureboot.linux.table.bytes.StreamedBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The recogniser over made-up images, for Jazzer ({@code --target_class}) and for {@link TableFuzzTest}. The first two
 * bytes choose how large the image is and how much of the rest lies at its end; the rest is its start.
 *
 * <p>No input may make it fail, hang or grow; and a stream must never call sure what the whole file does not.
 */
public final class TableFuzz {
    private static final int PIECE = 64 << 10;

    private TableFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 3) {
            return;
        }
        byte[] data = Arrays.copyOfRange(input, 2, input.length);
        long size = Math.max(data.length, 1L << 9 + Byte.toUnsignedInt(input[0]) % 34);
        int tail = data.length * Byte.toUnsignedInt(input[1]) / 256;
        Sparse image = new Sparse(size, data, tail);
        ImageLayout whole = TableRecognizer.recognize(image);
        ImageLayout streamed = stream(image);
        if (!whole.complete() || !streamed.complete()) {
            throw new IllegalStateException("not complete at the end: " + whole + " / " + streamed);
        }
        boolean sure = streamed.verdict() == Verdict.SINGLE || streamed.verdict() == Verdict.NONE;
        if (sure && whole.verdict() != streamed.verdict()) {
            throw new IllegalStateException("a stream is sure of " + streamed + ", the file says " + whole);
        }
    }

    private static ImageLayout stream(Sparse image) {
        StreamedBytes bytes = new StreamedBytes(image.size());
        ImageLayout layout = TableRecognizer.recognize(bytes);
        while (bytes.passed() < image.size()) {
            long at = bytes.passed();
            long hole = image.holeAt(at) / StreamedBytes.PAGE * StreamedBytes.PAGE;
            int length = (int) Math.min(PIECE, image.size() - at);
            boolean met = hole >= PIECE ? bytes.acceptHole(hole) : bytes.accept(ByteBuffer.wrap(image.at(at, length)));
            if (met) {
                layout = TableRecognizer.recognize(bytes);
            }
        }
        return layout.complete() ? layout : TableRecognizer.recognize(bytes);
    }

    /** An image of zeros with some bytes at its start and some at its end. */
    private record Sparse(long size, byte[] data, int tail) implements ImageBytes {
        @Override
        public byte[] read(long position, int length) throws AbsentBytesException {
            if (position < 0 || position > size - length) {
                throw new AbsentBytesException(AbsentBytesException.Reason.BEYOND_END, position, length);
            }
            return at(position, length);
        }

        private long head() {
            return (long) data.length - tail;
        }

        // How far from here on there are zeros for sure.
        long holeAt(long position) {
            return position < head() ? 0 : Math.max(0, size - tail - position);
        }

        byte[] at(long position, int length) {
            byte[] bytes = new byte[length];
            long end = position + length;
            if (position < head()) {
                int count = (int) Math.min(head() - position, length);
                System.arraycopy(data, (int) position, bytes, 0, count);
            }
            long tailStart = size - tail;
            if (end > tailStart) {
                long from = Math.max(position, tailStart);
                System.arraycopy(
                        data, (int) (head() + from - tailStart), bytes, (int) (from - position), (int) (end - from));
            }
            return bytes;
        }

        @Override
        public long[] volumeDescriptors(long from) {
            return new long[0];
        }
    }
}
