package io.pureboot.controller.library.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Short names of a FAT with letters beyond ASCII, each of which fls shows as {@code ^}: read from their folders, in
 * the code page Linux takes them for where nothing else is said.
 */
final class FatNames {
    private static final Charset CODE_PAGE = Charset.forName("IBM437");
    private static final int ENTRY = 32;
    private static final int FIRST_ADDRESS = 3;
    private static final int LOWER_BASE = 8;
    private static final int LOWER_EXTENSION = 16;

    private final FileChannel image;
    private final long folders;
    private final Map<String, RawPath> paths = new HashMap<>();

    private FatNames(FileChannel image, long folders) {
        this.image = image;
        this.folders = folders;
    }

    /**
     * The same files, by their own names.
     *
     * @param files as fls lists them: a folder before what is in it
     */
    static List<FileRecord> restored(Place place, List<FileRecord> files) throws IOException {
        if (files.stream().noneMatch(file -> file.path().latin1().indexOf('^') >= 0)) {
            return files;
        }
        try (FileChannel image = FileChannel.open(place.image(), StandardOpenOption.READ)) {
            ByteBuffer boot = read(image, place.offset(), 512);
            if (boot.limit() < 512) {
                return files;
            }
            long sector = Short.toUnsignedInt(boot.getShort(11));
            long length = Short.toUnsignedInt(boot.getShort(22));
            long tables = boot.get(16) * (length != 0 ? length : Integer.toUnsignedLong(boot.getInt(36)));
            long start = (Short.toUnsignedInt(boot.getShort(14)) + tables) * sector;
            FatNames names = new FatNames(image, place.offset() + start);
            List<FileRecord> restored = new ArrayList<>();
            for (FileRecord file : files) {
                restored.add(names.restored(file));
            }
            return restored;
        }
    }

    private FileRecord restored(FileRecord file) throws IOException {
        String shown = file.path().latin1();
        int slash = shown.lastIndexOf('/');
        if (shown.indexOf('^') < 0 || slash < 0) {
            return file;
        }
        RawPath folder = paths.getOrDefault(
                shown.substring(0, slash), new RawPath(slash == 0 ? "/" : shown.substring(0, slash)));
        RawPath path = folder.child(name(shown.substring(slash + 1), Digits.of(file.inode())));
        if (file.kind() == 'd') {
            paths.put(shown, path);
        }
        return new FileRecord(path, file.kind(), file.inode(), file.links(), file.size(), file.mtime());
    }

    // A long name may hold the sign itself: only what the short name would be shown as is replaced by it.
    private String name(String shown, long address) throws IOException {
        if (shown.indexOf('^') < 0 || address < FIRST_ADDRESS || address > Integer.MAX_VALUE * 16L) {
            return shown;
        }
        ByteBuffer entry = read(image, folders + (address - FIRST_ADDRESS) * ENTRY, ENTRY);
        if (entry.limit() < ENTRY) {
            return shown;
        }
        byte[] bytes = new byte[11];
        entry.get(0, bytes);
        bytes[0] = bytes[0] == 5 ? (byte) 0xe5 : bytes[0];
        String name = new String(bytes, 0, 8, CODE_PAGE).stripTrailing();
        String extension = new String(bytes, 8, 3, CODE_PAGE).stripTrailing();
        int lower = entry.get(12);
        name = (lower & LOWER_BASE) == 0 ? name : name.toLowerCase(Locale.ROOT);
        extension = (lower & LOWER_EXTENSION) == 0 ? extension : extension.toLowerCase(Locale.ROOT);
        String whole = extension.isEmpty() ? name : name + "." + extension;
        boolean same = whole.replaceAll("[^ -~]", "^").equalsIgnoreCase(shown);
        return same ? new String(whole.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) : shown;
    }

    private static ByteBuffer read(FileChannel image, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && image.read(bytes, position + bytes.position()) > 0) {}
        return bytes.flip();
    }
}
