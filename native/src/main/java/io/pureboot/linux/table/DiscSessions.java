package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import io.pureboot.linux.table.content.IsoFileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sessions of an optical disc: behind the first one's end, every further descriptor starts one. */
final class DiscSessions {
    private static final int MOST = 99;

    private DiscSessions() {}

    /** All sessions when there are several, else none. */
    static List<Volume> of(Region disk, Notes notes) {
        List<Volume> found = notes.attempt("further sessions", () -> read(disk));
        return found == null ? List.of() : found;
    }

    private static List<Volume> read(Region disk) throws IOException {
        if (!disk.has(IsoFileSystem.DESCRIPTORS, "\1CD001")) {
            return List.of();
        }
        long firstEnd = IsoFileSystem.volumeSize(disk);
        long[] further = disk.image().volumeDescriptors(disk.start() + firstEnd);
        if (firstEnd == 0 || further.length == 0) {
            return List.of();
        }
        List<Volume> sessions = new ArrayList<>();
        sessions.add(Volume.at("session", "1", disk.start(), firstEnd));
        for (int i = 0; i < Math.min(MOST, further.length); i++) {
            long start = further[i] - IsoFileSystem.DESCRIPTORS;
            long end = i + 1 < further.length ? further[i + 1] - IsoFileSystem.DESCRIPTORS : disk.length();
            sessions.add(Volume.at("session", String.valueOf(i + 2), start, Math.max(0, end - start)));
        }
        return sessions;
    }
}
