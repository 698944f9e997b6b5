package io.pureboot.controller.library.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code fls} does not tell of a NTFS, read from its own tables by {@code icat}. */
final class NtfsRecords {
    private static final int PAGES = 2 * 4096;

    /** Gives the bytes of a file of that address. */
    interface Cat {
        ReaderTool.Said run(String address) throws IOException;
    }

    private final Cat icat;
    private final List<String> gaps;

    NtfsRecords(Cat icat, List<String> gaps) {
        this.icat = icat;
        this.gaps = gaps;
    }

    /** By number of the file, why it cannot be copied. Of links the kind is set right. */
    Map<Long, String> apply(Place place, List<FileRecord> files) throws IOException {
        if (NtfsTable.isDirty(start("3-112", PAGES)) | NtfsTable.hasLog(start("2", PAGES))) {
            gaps.add("it was not unmounted: its log is not replayed");
        }
        ReaderTool.Said said = icat.run("0");
        if (said.failed() || !said.result().errorText().isEmpty()) {
            gaps.add("its file table cannot be read whole: " + said.complaint());
        }
        NtfsTable table;
        try (InputStream records = said.stream()) {
            table = NtfsTable.read(records, recordSize(place));
        } catch (IOException e) {
            gaps.add("which files are compressed or encrypted is not known: " + e.getMessage());
            return Map.of();
        }
        Set<Long> links = table.symbolicLinks();
        Set<String> named = new HashSet<>();
        for (FileRecord file : files) {
            if (links.contains(number(file))) {
                named.add(number(file) + file.path().latin1());
            }
        }
        files.replaceAll(file -> file.isFile() && links.contains(number(file)) && !isStream(file, named)
                ? new FileRecord(file.path(), 'l', file.inode(), file.links(), file.size(), file.mtime())
                : file);
        return table.notStored();
    }

    // Its name is that of its file, and one of its own behind a colon. A file may have a colon in its name, too.
    private static boolean isStream(FileRecord file, Set<String> named) {
        String path = file.path().latin1();
        for (int colon = path.lastIndexOf(':');
                colon > path.lastIndexOf('/');
                colon = path.lastIndexOf(':', colon - 1)) {
            if (named.contains(number(file) + path.substring(0, colon))) {
                return true;
            }
        }
        return false;
    }

    private byte[] start(String address, int length) throws IOException {
        ReaderTool.Said said = icat.run(address);
        if (said.failed()) {
            gaps.add("whether its log is replayed is not known: " + said.complaint());
        }
        try (InputStream bytes = said.stream()) {
            return bytes.readNBytes(length);
        }
    }

    static long number(FileRecord file) {
        return Digits.of(file.inode().split("-", 2)[0]);
    }

    private static int recordSize(Place place) throws IOException {
        ByteBuffer boot = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel image = FileChannel.open(place.image(), StandardOpenOption.READ)) {
            image.read(boot, place.offset());
        }
        // Clusters, or a power of two where it is negative.
        int clusters = boot.get(64);
        int each = Byte.toUnsignedInt(boot.get(13)) * Short.toUnsignedInt(boot.getShort(11));
        return clusters > 0 ? clusters * each : 1 << Math.min(30, -clusters);
    }
}
