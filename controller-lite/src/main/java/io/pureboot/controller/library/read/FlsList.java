package io.pureboot.controller.library.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The list that {@code fls -m} prints: one line a name, and those of the file system's own tables left out. */
final class FlsList {
    private static final int FIELDS_BEHIND_NAME = 9;
    private static final int MOST_DIGITS = 18;
    /** Of the address, which a kind and a number of its own may follow, of the size, and of the time. */
    private static final Pattern NUMBERS = Pattern.compile("\\d+(?:-\\d+)*\\|\\d+\\|-?\\d+");

    private static final String VOLUME_LABEL = " (Volume Label Entry)";
    private static final int LABEL_ROOM = 11;
    private static final Set<String> EXFAT_TABLES = Set.of("$ALLOC_BITMAP", "$UPCASE_TABLE", "$EMPTY_VOLUME_LABEL");
    private static final String NTFS_FILE_NAME = "-48-";
    private static final int NTFS_ROOT = 5;
    private static final int NTFS_FIRST_USER = 24;
    private static final int HFS_FIRST_USER = 16;
    private static final String ARROW = " -> ";

    private final String type;
    private final PathBudget budget = new PathBudget();
    private final List<FileRecord> files = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private long usersEntries;

    private FlsList(String type) {
        this.type = type;
    }

    /**
     * Reads it.
     *
     * @param type as {@code fls -f} names it
     * @throws IOException when it is none of its lists
     */
    static FlsList of(ToolLines lines, String type) throws IOException {
        FlsList list = new FlsList(type);
        list.files.add(new FileRecord(RawPath.ROOT, 'd', type.equals("ntfs") ? "5-144" : "root", 1, 0, 0));
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isEmpty() && !list.take(line)) {
                break;
            }
        }
        list.countLinks();
        return list;
    }

    /** The root first. */
    List<FileRecord> files() {
        return files;
    }

    List<String> gaps() {
        return gaps;
    }

    /** Entries of HFS+ that are not the volume's own tables; those that no mount shows among them. */
    long usersEntries() {
        return usersEntries;
    }

    private void countLinks() {
        Map<String, Integer> links = new HashMap<>();
        files.forEach(file -> links.merge(file.inode(), 1, Integer::sum));
        files.replaceAll(file -> new FileRecord(
                file.path(),
                file.kind(),
                file.inode(),
                file.kind() == 'd' ? 1 : links.getOrDefault(file.inode(), 1),
                file.size(),
                file.mtime()));
    }

    // 0|path|address|mode|uid|gid|size|atime|mtime|ctime|crtime, where only the path may hold a bar. False when no
    // more can be taken.
    private boolean take(String line) throws IOException {
        String[] parts = line.split("\\|", -1);
        int tail = parts.length - FIELDS_BEHIND_NAME;
        if (tail < 2
                || !NUMBERS.matcher(parts[tail] + "|" + parts[tail + 4] + "|" + parts[tail + 6])
                        .matches()) {
            throw new IOException("fls printed a line of no known form: " + line);
        }
        String path = String.join("|", List.of(parts).subList(1, tail));
        String address = parts[tail];
        String number = address.split("-", 2)[0];
        String size = parts[tail + 4];
        if (number.length() > MOST_DIGITS || size.length() > MOST_DIGITS || parts[tail + 6].length() > MOST_DIGITS) {
            gaps.add("%s cannot be read: fls gives it the number %s and %s bytes"
                    .formatted(new RawPath(path).text(), number, size));
            return true;
        }
        Entry entry = new Entry(path, address, Long.parseLong(number), kind(parts[tail + 1]), Long.parseLong(size));
        usersEntries += entry.number() >= HFS_FIRST_USER ? 1 : 0;
        if (entry.kind() == 'V' || isMetadata(entry)) {
            return true;
        }
        RawPath shown = RawPath.printed(entry.kind() == 'l' ? withoutTarget(entry) : path);
        try {
            budget.take(shown);
        } catch (IOException e) {
            gaps.add(String.valueOf(e.getMessage()));
            return false;
        }
        files.add(new FileRecord(shown, entry.kind(), address, 1, entry.size(), Long.parseLong(parts[tail + 6])));
        return true;
    }

    private record Entry(String path, String address, long number, char kind, long size) {}

    // The link's target, which its size is the length of, is printed behind its name. Both may hold an arrow.
    private static String withoutTarget(Entry link) {
        String path = link.path();
        long end = path.length() - link.size() - ARROW.length();
        if (end > 0 && path.startsWith(ARROW, (int) end)) {
            return path.substring(0, (int) end);
        }
        int arrow = path.indexOf(ARROW);
        return arrow < 0 ? path : path.substring(0, arrow);
    }

    private static char kind(String mode) {
        char byName = mode.isEmpty() ? '-' : mode.charAt(0);
        char byInode = mode.length() > 2 ? mode.charAt(2) : byName;
        char kind = byName == '-' ? byInode : byName;
        return switch (kind) {
            case 'r', '-' -> 'f';
            case 'v', 'V' -> 'V';
            case 'h' -> 's';
            default -> FileMode.known(kind);
        };
    }

    // A label is printed with all its room, filled up with blanks; of a file the name as it is.
    private static boolean isLabel(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.endsWith(VOLUME_LABEL) && name.length() == LABEL_ROOM + VOLUME_LABEL.length();
    }

    // What no mount shows: the file systems' own tables.
    private boolean isMetadata(Entry entry) {
        String top = entry.path().substring(Math.min(1, entry.path().length()));
        return switch (type) {
            case "fat" -> isLabel(top);
            case "exfat" ->
                top.endsWith(VOLUME_LABEL) && top.indexOf('/') < 0 && entry.size() == 0 || EXFAT_TABLES.contains(top);
            case "ntfs" ->
                entry.address().contains(NTFS_FILE_NAME)
                        || entry.number() < NTFS_FIRST_USER && entry.number() != NTFS_ROOT
                        || entry.path().startsWith("/$Extend/");
            case "hfs" ->
                entry.number() < HFS_FIRST_USER
                        || top.startsWith("^^^^HFS+ Private Data")
                        || top.startsWith(".HFS+ Private Directory Data");
            default -> false;
        };
    }
}
