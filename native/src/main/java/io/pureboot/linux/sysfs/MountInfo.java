package io.pureboot.linux.sysfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is mounted, as {@code /proc/self/mountinfo} tells. */
public final class MountInfo {
    private final Path procRoot;

    public MountInfo(Path procRoot) {
        this.procRoot = procRoot;
    }

    public List<Mount> read() throws IOException {
        return parse(Files.readString(procRoot.resolve("self/mountinfo")));
    }

    /** @throws IOException when a line is not one of mountinfo: nothing may be overlooked */
    static List<Mount> parse(String text) throws IOException {
        List<Mount> mounts = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (!line.isBlank()) {
                mounts.add(parseLine(line));
            }
        }
        return mounts;
    }

    private static Mount parseLine(String line) throws IOException {
        String[] fields = line.split(" ");
        int dash = 6;
        while (dash < fields.length && !fields[dash].equals("-")) {
            dash++;
        }
        if (dash + 2 >= fields.length) {
            throw new IOException("not a line of mountinfo: " + line);
        }
        return new Mount(
                fields[2],
                OctalEscapes.decode(fields[3]),
                OctalEscapes.decode(fields[4]),
                List.of(fields[5].split(",")).contains("ro"),
                fields[dash + 1],
                OctalEscapes.decode(fields[dash + 2]));
    }
}
