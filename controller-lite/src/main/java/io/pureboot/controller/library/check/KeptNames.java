package io.pureboot.controller.library.check;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** The names one archive's images are kept under: their own where a file can have it beside the others. */
final class KeptNames {
    /** Bytes; a file's name has 255, of which the temporary one's dot and ending, and a number, need some. */
    private static final int LONGEST_PART = 230;
    /** Bytes; a path has 4096, with the staging folder. */
    private static final int LONGEST = 2048;

    private final Set<String> files = new HashSet<>();
    private final Set<String> folders = new HashSet<>();

    /** @param safe below the archive's folder, never outside; another image may have had it already */
    String give(String safe) {
        String wanted = fits(safe) && !isBelowFile(safe) ? safe : shortened(safe.substring(safe.lastIndexOf('/') + 1));
        String name = wanted;
        for (int i = 2; files.contains(name) || folders.contains(name); i++) {
            int dot = wanted.lastIndexOf('.');
            name = wanted.substring(0, dot) + "~" + i + wanted.substring(dot);
        }
        files.add(name);
        for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
            folders.add(name.substring(0, slash));
        }
        return name;
    }

    private static boolean fits(String name) {
        for (String part : name.split("/", -1)) {
            if (bytes(part) > LONGEST_PART) {
                return false;
            }
        }
        return bytes(name) <= LONGEST;
    }

    private boolean isBelowFile(String name) {
        for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
            if (files.contains(name.substring(0, slash))) {
                return true;
            }
        }
        return false;
    }

    private static String shortened(String part) {
        int dot = part.lastIndexOf('.');
        String ending = part.substring(dot);
        String base = part.substring(0, dot);
        while (bytes(base + ending) > LONGEST_PART) {
            base = base.substring(0, base.offsetByCodePoints(base.length(), -1));
        }
        return base + ending;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
