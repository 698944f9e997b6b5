package io.pureboot.controller.library.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes of an extended header; of those that come again and again, the runs of old sparse maps. */
final class PaxAttributes {
    private static final String SPARSE = "GNU.sparse.";
    private static final Set<String> WANTED = Set.of("path", "linkpath", "size", "SCHILY.filetype");
    private static final int LONGEST_KEY = 256;

    private final Map<String, byte[]> values = new HashMap<>();
    private long[] runs = new long[0];
    private int runCount;

    /** Reads {@code length key=value\n} records; later ones win. */
    void addAll(byte[] records, long position) throws DamagedTarException {
        int at = 0;
        while (at < records.length && records[at] != 0) {
            int blank = indexOf(records, ' ', at, Math.min(records.length, at + 20));
            int length = blank < 0 ? -1 : length(records, at, blank);
            int equals = blank < 0 ? -1 : indexOf(records, '=', blank, records.length);
            int end = at + length - 1;
            if (length <= 0 || length > records.length - at || equals < 0 || equals >= end || records[end] != '\n') {
                throw new DamagedTarException(position, "an extended header is damaged");
            }
            int keyLength = Math.min(equals - blank - 1, LONGEST_KEY);
            String key = new String(records, blank + 1, keyLength, StandardCharsets.UTF_8);
            // Whatever else is there, extended attributes above all, would only take memory.
            if (key.startsWith(SPARSE) || WANTED.contains(key)) {
                put(key, Arrays.copyOfRange(records, equals + 1, end), position);
            }
            at += length;
        }
    }

    private void put(String key, byte[] value, long position) throws DamagedTarException {
        if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
            try {
                if (runCount == runs.length) {
                    runs = Arrays.copyOf(runs, Math.max(64, 2 * runCount));
                }
                runs[runCount++] = Long.parseLong(new String(value, StandardCharsets.US_ASCII));
            } catch (NumberFormatException e) {
                throw new DamagedTarException(position, "the map of a sparse member is damaged");
            }
        } else {
            values.put(key, value);
        }
    }

    private static int length(byte[] records, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (records[i] < '0' || records[i] > '9' || value > 100_000_000) {
                return -1;
            }
            value = value * 10 + records[i] - '0';
        }
        return value;
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    byte @Nullable [] bytes(String key) {
        return values.get(key);
    }

    @Nullable
    String text(String key) {
        byte[] value = values.get(key);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** Offsets and lengths by turns. */
    long[] sparseRuns() {
        return Arrays.copyOf(runs, runCount);
    }
}
