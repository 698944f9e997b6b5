package io.pureboot.controller.library.tar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The maps of sparse members: GNU's old header blocks, and the three versions in pax headers. */
final class SparseFormats {
    private static final int OLD_SLOTS = 4;
    private static final int OLD_FIRST = 386;
    private static final int MORE_SLOTS = 21;
    private static final int MOST_DIGITS = 20;

    private SparseFormats() {}

    /** The old format: four runs in the header, more in blocks behind it. */
    static SparseMap old(TarHeader header, TarInput in) throws IOException {
        SparseMap.Builder map = new SparseMap.Builder();
        slots(header, OLD_FIRST, OLD_SLOTS, map);
        long size = header.number(483, 12);
        boolean more = header.block()[482] != 0;
        while (more) {
            TarHeader block = new TarHeader(in.block(), in.position());
            slots(block, 0, MORE_SLOTS, map);
            more = block.block()[504] != 0;
        }
        return map.build(size, in.position());
    }

    private static void slots(TarHeader block, int first, int count, SparseMap.Builder map) throws DamagedTarException {
        for (int i = 0; i < count; i++) {
            int at = first + 24 * i;
            if (block.block()[at] == 0 && block.block()[at + 12] == 0) {
                return;
            }
            map.add(block.number(at, 12), block.number(at + 12, 12), block.position());
        }
    }

    /** The map of a member with these pax attributes, or null when it is not sparse. */
    static @Nullable SparseMap pax(PaxAttributes pax, TarInput in) throws IOException {
        if ("1".equals(pax.text("GNU.sparse.major"))) {
            return inData(pax, in);
        }
        String size = pax.text("GNU.sparse.size");
        if (size == null) {
            return null;
        }
        SparseMap.Builder map = new SparseMap.Builder();
        byte[] list = pax.bytes("GNU.sparse.map");
        if (list != null) {
            addAll(list, map, in);
        } else {
            long[] numbers = pax.sparseRuns();
            checkPairs(numbers.length, in);
            for (int i = 0; i < numbers.length; i += 2) {
                map.add(numbers[i], numbers[i + 1], in.position());
            }
        }
        return map.build(number(size, in), in.position());
    }

    // Offsets and lengths by turns, separated by commas; as bytes, for there may be millions.
    private static void addAll(byte[] list, SparseMap.Builder map, TarInput in) throws DamagedTarException {
        int count = 0;
        long offset = 0;
        for (int at = 0; at < list.length; ) {
            int end = at;
            while (end < list.length && list[end] != ',') {
                end++;
            }
            if (end - at > MOST_DIGITS) {
                throw in.damaged("the map of a sparse member is damaged");
            }
            long value = number(new String(list, at, end - at, StandardCharsets.US_ASCII), in);
            if (count++ % 2 == 0) {
                offset = value;
            } else {
                map.add(offset, value, in.position());
            }
            at = end + 1;
        }
        checkPairs(count, in);
    }

    private static void checkPairs(int numbers, TarInput in) throws DamagedTarException {
        if (numbers % 2 != 0) {
            throw in.damaged("the map of a sparse member is cut");
        }
    }

    static long number(String text, TarInput in) throws DamagedTarException {
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as for negative ones.
        }
        throw in.damaged("a pax number is none");
    }

    // Version 1.0: decimal lines at the start of the data, filled up to a block.
    private static SparseMap inData(PaxAttributes pax, TarInput in) throws IOException {
        String size = pax.text("GNU.sparse.realsize");
        if (size == null) {
            throw in.damaged("a sparse member does not say its size");
        }
        DecimalLines lines = new DecimalLines(in);
        long count = lines.next();
        SparseMap.Builder map = new SparseMap.Builder();
        for (long i = 0; i < count; i++) {
            long offset = lines.next();
            map.add(offset, lines.next(), in.position());
        }
        return map.build(number(size, in), in.position());
    }

    private static final class DecimalLines {
        private final TarInput in;
        private byte[] block = new byte[0];
        private int at;

        DecimalLines(TarInput in) {
            this.in = in;
        }

        long next() throws IOException {
            StringBuilder line = new StringBuilder();
            for (byte b = read(); b != '\n'; b = read()) {
                line.append((char) b);
                if (line.length() > MOST_DIGITS) {
                    throw in.damaged("the map of a sparse member is damaged");
                }
            }
            return number(line.toString(), in);
        }

        private byte read() throws IOException {
            if (at == block.length) {
                block = in.block();
                at = 0;
            }
            return block[at++];
        }
    }
}
