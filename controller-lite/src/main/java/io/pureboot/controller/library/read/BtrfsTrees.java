package io.pureboot.controller.library.read;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of a btrfs as {@code dump-tree} prints them, subvolume by subvolume. */
final class BtrfsTrees {
    static final String TOP = "5";
    static final String FOLDER = "256";
    private static final int LONGEST_ITEM = 1 << 20;
    private static final Pattern ITEM = Pattern.compile("\titem \\d+ key \\((\\d+) (\\w+) [^)]*\\).*");
    private static final Pattern INODE = Pattern.compile(
            "size (\\d+) nbytes (\\d+)[^\n]*\n\t*[^\n]* mode ([0-7]{1,7}) links (\\d+)(?s:.*?)\tmtime (-?\\d+)\\.");
    private static final Pattern NAME =
            Pattern.compile("\tlocation key \\((\\d+) (\\w+) [^)]*\\) type \\w+\n[^\n]*name_len (\\d+)\n\t*name: ");

    private static final Pattern LOG = Pattern.compile("(?m)^log_root\\s+(\\d+)$");
    /** As the kernel numbers the empty folder it shows in a snapshot in place of a subvolume that is not part of it. */
    private static final String STAND_IN = "2";

    static final String LEADS_ELSEWHERE =
            "no contents are restored, as btrfs might write them outside of its folder: a name in it is \"%s\"";

    /** The inodes and names of one subvolume. */
    record Tree(Map<String, Inode> inodes, Map<String, List<Name>> names) {}

    /** @param storedBytes of its content; of a folder 0 */
    record Inode(FileRecord file, long storedBytes) {}

    record Name(String name, String inode, boolean subvolume) {}

    private record Entry(String subvolume, String inode, RawPath path) {}

    private final ReaderTool tool;
    private final String device;
    private final Map<String, Tree> trees = new HashMap<>();
    private final PathBudget kept = new PathBudget();
    private final Set<String> walked = new HashSet<>();
    private final BtrfsRoots roots;
    private final Set<String> unreadable = new HashSet<>();
    private final List<FileRecord> files = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    /** A name by which {@code btrfs restore} would write outside of its folder, or that cannot be told from one. */
    private @Nullable String leadingElsewhere;

    /** By subvolume, where it was found first. */
    private final Map<String, RawPath> places = new HashMap<>();

    /** By subvolume, where subvolumes lie in it, and where it repeats the names of such. */
    private final Map<String, List<RawPath>> nested = new HashMap<>();

    BtrfsTrees(ReaderTool tool, String device) throws IOException {
        this.tool = tool;
        this.device = device;
        this.roots = BtrfsRoots.read(tool, device);
    }

    void walk() throws IOException {
        if (!roots.whole()) {
            gaps.add("its subvolumes are not all known: some may be missing");
        }
        ReaderTool.Said superblock = tool.run("btrfs", "inspect-internal", "dump-super", device);
        Matcher log = LOG.matcher(superblock.latin1());
        if (superblock.failed() || !log.find() || !log.group(1).equals("0")) {
            gaps.add("it was not unmounted: its log is not replayed");
        }
        PathBudget budget = new PathBudget();
        Deque<Entry> open = new ArrayDeque<>(List.of(new Entry(TOP, FOLDER, RawPath.ROOT)));
        try {
            while (!open.isEmpty()) {
                Entry entry = open.removeFirst();
                budget.take(entry.path());
                open.addAll(list(entry));
            }
        } catch (PathBudget.SpentException e) {
            gaps.add(String.valueOf(e.getMessage()));
            leadingElsewhere = "perhaps one that is not listed";
        }
        for (String subvolume : roots.subvolumes()) {
            if (!walked.contains(address(subvolume, FOLDER))) {
                gaps.add("subvolume %s is not listed: no folder leads to it".formatted(subvolume));
            }
        }
        if (leadingElsewhere != null) {
            gaps.add(LEADS_ELSEWHERE.formatted(leadingElsewhere));
        }
    }

    // Adds the entry, and gives what is in it.
    private List<Entry> list(Entry entry) throws IOException {
        if (entry.inode().equals(STAND_IN)) {
            files.add(new FileRecord(entry.path(), 'd', address(entry.subvolume(), STAND_IN), 1, 0, 0));
            return List.of();
        }
        if (!isReadable(entry)) {
            return List.of();
        }
        Inode known = tree(entry.subvolume()).inodes().get(entry.inode());
        if (known == null) {
            gaps.add("inode %s of %s cannot be read"
                    .formatted(entry.inode(), entry.path().text()));
            return List.of();
        }
        FileRecord found = known.file();
        String address = address(entry.subvolume(), entry.inode());
        if (entry.inode().equals(FOLDER)) {
            places.putIfAbsent(entry.subvolume(), entry.path());
        }
        files.add(new FileRecord(entry.path(), found.kind(), address, found.links(), found.size(), found.mtime()));
        if (found.kind() != 'd' || !walked.add(address)) {
            return List.of();
        }
        if (PathBudget.tooDeep(entry.path())) {
            gaps.add(PathBudget.TOO_DEEP);
            return List.of();
        }
        List<Entry> below = new ArrayList<>();
        for (Name name : tree(entry.subvolume()).names().getOrDefault(entry.inode(), List.of())) {
            RawPath path = entry.path().child(name.name());
            if (name.subvolume()) {
                nested.computeIfAbsent(entry.subvolume(), key -> new ArrayList<>())
                        .add(path);
            }
            boolean held = name.subvolume() && roots.holds(entry.subvolume(), name.inode(), entry.inode());
            if (held) {
                below.add(new Entry(name.inode(), FOLDER, path));
            } else {
                below.add(new Entry(entry.subvolume(), name.subvolume() ? STAND_IN : name.inode(), path));
            }
        }
        return below;
    }

    // One that cannot be read costs none of the others.
    private boolean isReadable(Entry entry) throws IOException {
        if (unreadable.contains(entry.subvolume())) {
            return false;
        }
        try {
            tree(entry.subvolume());
            return true;
        } catch (PathBudget.SpentException e) {
            throw e;
        } catch (IOException e) {
            if (entry.subvolume().equals(TOP)) {
                throw e;
            }
            unreadable.add(entry.subvolume());
            gaps.add("subvolume %s at %s is not listed: %s"
                    .formatted(entry.subvolume(), entry.path().text(), e.getMessage()));
            return false;
        }
    }

    ReaderTool tool() {
        return tool;
    }

    String device() {
        return device;
    }

    BtrfsRoots roots() {
        return roots;
    }

    List<FileRecord> files() {
        return files;
    }

    List<String> gaps() {
        return gaps;
    }

    /** Those that are listed. */
    Set<String> subvolumes() {
        return Set.copyOf(places.keySet());
    }

    static String subvolume(FileRecord file) {
        int end = file.inode().indexOf(':');
        return end < 0 ? TOP : file.inode().substring(0, end);
    }

    /** A path of the list as it is in the subvolume, or null when it does not lie below the subvolume's first place. */
    @Nullable
    RawPath inside(String subvolume, RawPath path) {
        RawPath place = places.get(subvolume);
        if (place == null) {
            return null;
        }
        if (place.equals(RawPath.ROOT)) {
            return path;
        }
        String rest = path.latin1().startsWith(place.latin1())
                ? path.latin1().substring(place.latin1().length())
                : "";
        return rest.startsWith("/") ? new RawPath(rest) : null;
    }

    /** Where subvolumes are in it, or seem to be; paths of the list. */
    List<RawPath> nested(String subvolume) {
        return nested.getOrDefault(subvolume, List.of());
    }

    /** @throws IOException when {@code btrfs restore} might write outside of its folder */
    void requireInside() throws IOException {
        if (leadingElsewhere != null) {
            throw new IOException(LEADS_ELSEWHERE.formatted(leadingElsewhere));
        }
    }

    private static String address(String subvolume, String inode) {
        return subvolume.equals(TOP) ? inode : subvolume + ":" + inode;
    }

    /** Reads it unless it is known. */
    Tree tree(String subvolume) throws IOException {
        Tree known = trees.get(subvolume);
        if (known != null) {
            return known;
        }
        ReaderTool.Said said = tool.run("btrfs", "inspect-internal", "dump-tree", "-t", subvolume, device);
        if (said.failed()) {
            throw new IOException("btrfs: " + said.complaint());
        }
        Tree tree;
        try (ToolLines lines = said.lines()) {
            tree = parse(lines);
        }
        if (tree.inodes().isEmpty()) {
            throw new IOException("btrfs: subvolume %s cannot be read: %s".formatted(subvolume, said.complaint()));
        }
        if (!said.result().errorText().isEmpty()) {
            gaps.add("btrfs: " + said.complaint());
        }
        trees.put(subvolume, tree);
        return tree;
    }

    private Tree parse(ToolLines lines) throws IOException {
        Tree tree = new Tree(new HashMap<>(), new HashMap<>());
        String number = "";
        String kind = "";
        StringBuilder body = new StringBuilder();
        for (String line = lines.next(); line != null; line = lines.next()) {
            Matcher item = ITEM.matcher(line);
            if (item.matches()) {
                take(number, kind, body.toString(), tree);
                number = item.group(1);
                kind = item.group(2);
                body.setLength(0);
            } else if (body.length() < LONGEST_ITEM) {
                body.append(line).append('\n');
            }
        }
        take(number, kind, body.toString(), tree);
        return tree;
    }

    private void take(String number, String kind, String body, Tree tree) throws IOException {
        if (kind.equals("INODE_ITEM")) {
            kept.take(RawPath.ROOT);
            inode(number, body, tree.inodes());
        } else if (kind.equals("DIR_INDEX")) {
            Name name = name(body);
            if (name != null) {
                kept.take(new RawPath(name.name()));
                tree.names().computeIfAbsent(number, key -> new ArrayList<>()).add(name);
            }
        }
    }

    private void inode(String number, String body, Map<String, Inode> inodes) {
        Matcher inode = INODE.matcher(body);
        if (!inode.find() || Digits.of(inode.group(1)) < 0) {
            return;
        }
        char kind = FileMode.kind(Integer.parseInt(inode.group(3), 8));
        FileRecord file = new FileRecord(
                RawPath.ROOT,
                kind,
                number,
                Math.max(1, Digits.of(inode.group(4))),
                Digits.of(inode.group(1)),
                seconds(inode.group(5)));
        inodes.put(number, new Inode(file, kind == 'f' ? Math.max(0, Digits.of(inode.group(2))) : 0));
    }

    // Times before 1970 are printed as if their 64 bits had no sign.
    private static long seconds(String text) {
        try {
            return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            // No time that can be: it is unknown, the file is not.
            return 0;
        }
    }

    private @Nullable Name name(String body) {
        Matcher name = NAME.matcher(body);
        if (!name.find()) {
            leadingElsewhere = "an entry of a folder that is not understood";
            return null;
        }
        long end = name.end() + Math.max(0, Digits.of(name.group(3)));
        String text = body.substring(name.end(), (int) Math.min(body.length(), end));
        boolean whole = end < body.length() && body.charAt((int) end) == '\n';
        if (!whole || text.isEmpty() || text.equals(".") || text.equals("..") || text.contains("/")) {
            leadingElsewhere = new RawPath(text).text();
        }
        return new Name(text, name.group(1), name.group(2).equals("ROOT_ITEM"));
    }
}
