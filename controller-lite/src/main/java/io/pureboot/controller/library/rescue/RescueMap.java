package io.pureboot.controller.library.rescue;

import io.pureboot.controller.library.text.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A mapfile of ddrescue: which bytes of the medium were read, and which the image only holds zeros for.
 *
 * @param rescued bytes read
 * @param total bytes of the medium the map speaks of
 * @param lost runs that were not read, in order, without overlaps
 */
public record RescueMap(long rescued, long total, List<Lost> lost) {
    /** More runs than a map that ends in memory can have. */
    private static final int MOST_RUNS = 1 << 20;

    private static final String NOT_READ = "?*/-";

    /** A run of bytes that were not read. */
    public record Lost(long start, long length) {
        private long within(long from, long to) {
            return Math.max(0, Math.min(to, start + length) - Math.max(from, start));
        }
    }

    public RescueMap {
        lost = List.copyOf(lost);
    }

    public Health health() {
        return Health.of(rescued, total);
    }

    /** Bytes that were not read among {@code length} from {@code start} on. */
    public long lostIn(long start, long length) {
        return lost.stream().mapToLong(run -> run.within(start, start + length)).sum();
    }

    /** The share that was read, for people. */
    public String text() {
        // Rounded down: 100 % is said of nothing less.
        double percent = total == 0 ? 100 : Math.floor(10000.0 * rescued / total) / 100;
        return String.format(Locale.ROOT, "%.2f %% of it was rescued, %d bytes were not", percent, total - rescued);
    }

    /**
     * Reads a map from a file.
     *
     * @throws IOException when it is no map, or not a whole one
     */
    public static RescueMap of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        } catch (IOException e) {
            throw new IOException("the map %s cannot be used: %s".formatted(file, Reason.of(e)), e);
        }
    }

    /**
     * Reads a map.
     *
     * @throws IOException when it is no map, or not a whole one
     */
    public static RescueMap of(InputStream in) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        boolean stateSeen = false;
        long rescued = 0;
        long end = -1;
        long start = 0;
        List<Lost> lost = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.strip().split("\\s+", -1);
            if (!stateSeen) {
                // Where ddrescue stood; of no interest here, but without it this is no map.
                number(fields[0]);
                stateSeen = fields.length >= 2;
                continue;
            }
            if (fields.length < 3 || fields[2].length() != 1 || lost.size() == MOST_RUNS) {
                throw new IOException("line \"%s\" is none of a ddrescue map".formatted(cut(line)));
            }
            long at = number(fields[0]);
            long length = number(fields[1]);
            if (end >= 0 && at != end || at > Long.MAX_VALUE - length) {
                throw new IOException("it does not go on at byte %d but at %d".formatted(end, at));
            }
            start = end < 0 ? at : start;
            end = at + length;
            if (fields[2].equals("+")) {
                rescued += length;
            } else if (NOT_READ.contains(fields[2])) {
                lost.add(new Lost(at, length));
            } else {
                throw new IOException("it has a status that ddrescue does not: " + fields[2]);
            }
        }
        if (end < 0) {
            throw new IOException("it says nothing about any byte");
        }
        return new RescueMap(rescued, end - start, lost);
    }

    private static long number(String text) throws IOException {
        try {
            long value = Long.decode(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as for negative ones.
        }
        throw new IOException("\"%s\" is no number of a ddrescue map".formatted(cut(text)));
    }

    private static String cut(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
