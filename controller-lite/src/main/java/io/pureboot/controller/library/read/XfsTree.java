package io.pureboot.controller.library.read;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The folders of an XFS, level by level. What is a folder its inode tells: not all of them say so beside the name. */
final class XfsTree {
    private static final int AT_ONCE = 2000;
    private static final Pattern ENTRY = Pattern.compile("\\d+ +(\\d+) +\\S+ +0x[0-9a-f]+ +(\\d+) ");
    private static final Pattern JUDGED = Pattern.compile(" \\((?:good|corrupt)\\)(?:\n|\\z)");
    private static final String CORE =
            "p core.magic core.mode core.version core.nlinkv2 core.onlink core.size core.mtime.sec";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT);

    private final XfsDb db;
    private final List<String> gaps;
    private final PathBudget budget = new PathBudget();
    private final Map<RawPath, String> names = new LinkedHashMap<>();
    private final Map<String, FileRecord> inodes = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> entered = new HashSet<>();

    XfsTree(XfsDb db, List<String> gaps) {
        this.db = db;
        this.gaps = gaps;
    }

    /** Every name below the inode, itself first. */
    List<FileRecord> files(String root) throws IOException {
        names.put(RawPath.ROOT, root);
        entered.add(root);
        Map<String, RawPath> level = Map.of(root, RawPath.ROOT);
        try {
            while (!level.isEmpty()) {
                Map<RawPath, String> found = new LinkedHashMap<>();
                try {
                    for (List<String> some : Batches.of(level.keySet(), AT_ONCE)) {
                        list(some, level, found);
                    }
                } finally {
                    names.putAll(found);
                }
                level = below(found);
            }
        } catch (PathBudget.SpentException e) {
            gaps.add(String.valueOf(e.getMessage()));
        }
        readInodes(names.values());
        return NamedInodes.files(names, inodes, gaps);
    }

    /** Inodes that have a name. */
    long count() {
        return new HashSet<>(names.values()).size();
    }

    private Map<String, RawPath> below(Map<RawPath, String> found) throws IOException {
        readInodes(found.values());
        Map<String, RawPath> below = new LinkedHashMap<>();
        for (Map.Entry<RawPath, String> name : found.entrySet()) {
            FileRecord inode = inodes.get(name.getValue());
            if (inode != null && inode.kind() == 'd' && entered.add(inode.inode())) {
                PathBudget.enter(name.getKey(), inode.inode(), below, gaps);
            }
        }
        return below;
    }

    private void list(List<String> folders, Map<String, RawPath> level, Map<RawPath, String> found) throws IOException {
        List<String> complaints = new ArrayList<>();
        Map<String, XfsDb.Answer> lists = db.ask(folders, "ls", complaints);
        boolean blamed = false;
        for (String folder : folders) {
            RawPath path = java.util.Objects.requireNonNull(level.get(folder));
            XfsDb.Answer list = lists.get(folder);
            if (list == null) {
                gaps.add("the folder %s cannot be read".formatted(path.text()));
                continue;
            }
            String lost = entries(list.text(), path, found);
            if (!lost.isEmpty() || !list.complaint().isEmpty()) {
                blamed = true;
                gaps.add("the folder %s is damaged, names in it may be missing: %s"
                        .formatted(path.text(), why(lost, list.complaint(), complaints)));
            }
        }
        if (!blamed) {
            gaps.addAll(complaints);
        }
    }

    private static String why(String lost, String ofInode, List<String> complaints) {
        return !ofInode.isEmpty() ? ofInode : complaints.isEmpty() ? lost : complaints.getFirst();
    }

    // What is no entry is given back: what xfs_db says where it cannot read on. Names may hold anything.
    private String entries(String list, RawPath folder, Map<RawPath, String> found) throws IOException {
        Matcher entry = ENTRY.matcher(list);
        Matcher judged = JUDGED.matcher(list);
        StringBuilder lost = new StringBuilder();
        boolean itself = false;
        int at = 0;
        while (at < list.length()) {
            if (!entry.region(at, list.length()).lookingAt()) {
                int end = list.indexOf('\n', at);
                lost.append(list, at, end < 0 ? list.length() : end).append(' ');
                at = end < 0 ? list.length() : end + 1;
                continue;
            }
            long nameEnd = entry.end() + Math.max(0, Digits.of(entry.group(2)));
            if (nameEnd > list.length()) {
                lost.append("the list ends within a name ");
                break;
            }
            at = (int) nameEnd;
            String name = list.substring(entry.end(), at);
            if (judged.region(at, list.length()).lookingAt()) {
                at = judged.end();
            }
            itself |= name.equals(".");
            if (name.equals(".") || name.equals("..")) {
                continue;
            }
            RawPath path = folder.child(name);
            budget.take(path);
            if (found.putIfAbsent(path, entry.group(1)) != null) {
                lost.append("two of its names are the same ");
            }
        }
        return (itself || lost.length() > 0 ? lost.toString() : "it does not list itself").strip();
    }

    private void readInodes(Iterable<String> wanted) throws IOException {
        Set<String> missing = new HashSet<>();
        wanted.forEach(inode -> {
            if (asked.add(inode)) {
                missing.add(inode);
            }
        });
        for (List<String> some : Batches.of(missing, AT_ONCE)) {
            for (Map.Entry<String, XfsDb.Answer> answer :
                    db.ask(some, CORE, gaps).entrySet()) {
                FileRecord inode =
                        inode(answer.getKey(), XfsDb.fields(answer.getValue().text()));
                if (inode != null) {
                    inodes.put(inode.inode(), inode);
                }
                if (!answer.getValue().complaint().isEmpty()) {
                    gaps.add(answer.getValue().complaint());
                }
            }
        }
    }

    private static @Nullable FileRecord inode(String number, Map<String, String> fields) {
        String mode = fields.getOrDefault("core.mode", "");
        long size = Digits.of(fields.get("core.size"));
        String time = fields.get("core.mtime.sec");
        long links = Digits.of(fields.getOrDefault("core.nlinkv2", fields.getOrDefault("core.onlink", "1")));
        if (!mode.matches("[0-7]{1,7}") || size < 0 || time == null) {
            return null;
        }
        char kind = FileMode.kind(Integer.parseInt(mode, 8));
        return new FileRecord(RawPath.ROOT, kind, number, Math.max(1, links), size, seconds(time));
    }

    private static long seconds(String date) {
        try {
            return LocalDateTime.parse(date.replaceAll(" +", " ").strip(), DATE).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            // Printed by the C library in a form of its own: the time is unknown, the file is not.
            return 0;
        }
    }
}
