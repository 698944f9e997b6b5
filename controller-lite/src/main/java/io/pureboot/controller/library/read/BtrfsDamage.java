package io.pureboot.controller.library.read;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files whose stored bytes do not have their checksums: {@code btrfs restore} writes them without a word. */
final class BtrfsDamage {
    private static final String REACHED = "checking csums against data";
    private static final Pattern BAD = Pattern.compile("mirror \\d+ bytenr (\\d+) csum .*");
    private static final Pattern ITEM = Pattern.compile("\titem \\d+ key \\((\\d+) (\\w+) [^)]*\\).*");
    private static final Pattern EXTENT = Pattern.compile("\t\textent data disk byte (\\d+) nr (\\d+)");

    private BtrfsDamage() {}

    /**
     * Checks all data there is.
     *
     * @param subvolumes whose files are looked at
     * @return {@code subvolume:inode}
     * @throws IOException when not all could be checked: then nothing is known of any file
     */
    static Set<String> files(ReaderTool tool, String device, Collection<String> subvolumes) throws IOException {
        ReaderTool.Said said = tool.run("btrfs", "check", "--readonly", "--check-data-csum", device);
        if (!said.result().errorText().contains(REACHED)) {
            throw new IOException("btrfs check does not get as far as the data: " + said.complaint());
        }
        TreeSet<Long> bad = new TreeSet<>();
        for (String line : said.result().errorText().lines().toList()) {
            Matcher place = BAD.matcher(line);
            if (place.matches()) {
                bad.add(Digits.of(place.group(1)));
            }
        }
        Set<String> damaged = new HashSet<>();
        for (String subvolume : bad.isEmpty() ? Set.<String>of() : subvolumes) {
            ReaderTool.Said tree = tool.run("btrfs", "inspect-internal", "dump-tree", "-t", subvolume, device);
            try (ToolLines lines = tree.lines()) {
                read(lines, subvolume, bad, damaged);
            }
        }
        return damaged;
    }

    private static void read(ToolLines lines, String subvolume, TreeSet<Long> bad, Set<String> damaged)
            throws IOException {
        String inode = "";
        for (String line = lines.next(); line != null; line = lines.next()) {
            Matcher item = ITEM.matcher(line);
            Matcher extent = EXTENT.matcher(line);
            if (item.matches()) {
                inode = item.group(2).equals("EXTENT_DATA") ? item.group(1) : "";
            } else if (!inode.isEmpty() && extent.matches()) {
                long start = Digits.of(extent.group(1));
                Long first = bad.ceiling(start);
                if (first != null && first - start < Digits.of(extent.group(2))) {
                    damaged.add(subvolume + ":" + inode);
                }
            }
        }
    }
}
