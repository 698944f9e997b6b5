package io.pureboot.controller.library.read;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which subvolumes a btrfs has, and the folders they are in: a snapshot repeats the names of those that it does not
 * hold.
 */
final class BtrfsRoots {
    private static final String TOP = "5";
    private static final Pattern ROOT = Pattern.compile("\titem \\d+ key \\((\\w+) (ROOT_ITEM|ROOT_REF) (\\d+)\\).*");
    private static final Pattern REFERENCE = Pattern.compile("\t\troot ref key dirid (\\d+) sequence \\d+ name .*");
    private static final Pattern COUNT = Pattern.compile("\t\t(?:.* )?refs (\\d+)");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{2,17}");

    private final Set<String> references = new HashSet<>();
    private final Set<String> subvolumes = new TreeSet<>();
    private final Set<String> plain = new HashSet<>();
    private final boolean whole;

    private BtrfsRoots(ReaderTool.Said said) throws IOException {
        try (ToolLines lines = said.lines()) {
            read(lines);
        }
        whole = !said.failed() && said.result().errorText().isEmpty();
    }

    static BtrfsRoots read(ReaderTool tool, String device) throws IOException {
        return new BtrfsRoots(tool.run("btrfs", "inspect-internal", "dump-tree", "-t", "root", device));
    }

    private void read(ToolLines lines) throws IOException {
        String subvolume = "";
        String around = "";
        String inside = "";
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.startsWith("\titem ")) {
                Matcher item = ROOT.matcher(line);
                boolean known = item.matches();
                boolean root = known && item.group(2).equals("ROOT_ITEM");
                subvolume = root && NUMBER.matcher(item.group(1)).matches() ? item.group(1) : "";
                around = known && !root ? item.group(1).replace("FS_TREE", TOP) : "";
                if (!subvolume.isEmpty() && item.group(3).equals("0")) {
                    plain.add(subvolume);
                }
                inside = known && !root ? item.group(3) : "";
                continue;
            }
            Matcher reference = REFERENCE.matcher(line);
            Matcher count = COUNT.matcher(line);
            if (!around.isEmpty() && reference.matches()) {
                references.add(around + "/" + inside + "/" + reference.group(1));
            } else if (!subvolume.isEmpty()
                    && count.matches()
                    && !count.group(1).equals("0")) {
                subvolumes.add(subvolume);
            }
        }
    }

    /** Whether a name of it in that folder leads to it, not to an empty folder in its place. */
    boolean holds(String around, String subvolume, String folder) {
        return references.contains(around + "/" + subvolume + "/" + folder);
    }

    /** All but the top one and those that are deleted. */
    Set<String> subvolumes() {
        return subvolumes;
    }

    /** Whether it was made empty, not as a snapshot: {@code btrfs restore} enters such wherever it has a name. */
    boolean isPlain(String subvolume) {
        return plain.contains(subvolume);
    }

    boolean whole() {
        return whole;
    }
}
