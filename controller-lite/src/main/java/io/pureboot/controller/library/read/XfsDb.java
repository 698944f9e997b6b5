package io.pureboot.controller.library.read;

import io.pureboot.linux.process.CommandTimeoutException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs {@code xfs_db}, read-only, and tells which part of what it prints belongs to which inode. */
final class XfsDb {
    /** Printed before what is printed of each inode. */
    private static final String MARK = "= inode";

    private static final Pattern MARKED = Pattern.compile("(?m)^= inode \\d+ *\n");
    private static final Pattern FIELD = Pattern.compile("(?m)^([a-z0-9.]+) = (.*)$");
    /** Where in memory something was is of no use, and other each time. */
    private static final Pattern ADDRESS = Pattern.compile(" at 0x[0-9a-f]+");

    /** What ended by itself has an exit code of no more. */
    private static final int KILLED = 128;
    /** In lists, of calls that did not end. */
    private static final Duration MOST_LOST = Duration.ofHours(2);

    private final ReaderTool tool;
    private final String device;
    private final Duration limit;
    private Duration lost = Duration.ZERO;

    /** @param limit of one call */
    XfsDb(ReaderTool tool, String device, Duration limit) {
        this.tool = tool;
        this.device = device;
        this.limit = limit;
    }

    /** @throws CommandTimeoutException when it does not end, which damaged file systems make it do */
    ReaderTool.Said run(List<String> commands) throws IOException {
        List<String> argv = new ArrayList<>(List.of("xfs_db", "-r", "-f"));
        for (String command : commands) {
            argv.add("-c");
            argv.add(command);
        }
        argv.add(device);
        return tool.run(limit, argv.toArray(String[]::new));
    }

    /**
     * What was printed of an inode.
     *
     * @param text by the commands
     * @param complaint of the inode itself, or empty
     */
    record Answer(String text, String complaint) {}

    /**
     * Asks the same of several inodes.
     *
     * @param complaints what is said of none of them in particular is added
     * @return by inode; those that could not be read are missing
     */
    Map<String, Answer> ask(List<String> inodes, String command, List<String> complaints) throws IOException {
        List<String> commands = new ArrayList<>();
        for (String inode : inodes) {
            // An inode that cannot be read leaves the one before the current one, which the second line tells.
            commands.addAll(List.of("echo " + MARK + " " + inode, "inode " + inode, "inode", command));
        }
        ReaderTool.Said said;
        try {
            said = run(commands);
        } catch (CommandTimeoutException e) {
            lost = lost.plus(limit);
            if (lost.compareTo(MOST_LOST) > 0) {
                throw new IOException("xfs_db: " + endless() + " again and again", e);
            }
            return inodes.size() > 1
                    ? halves(inodes, command, complaints)
                    : Map.of(inodes.getFirst(), new Answer("", "xfs_db: " + endless()));
        }
        String text = said.latin1();
        String[] parts = MARKED.split(text, -1);
        boolean died = said.result().exitCode() > KILLED;
        if ((died || parts.length != inodes.size() + 1) && inodes.size() > 1) {
            // A name that looks like such a mark, or a tool that ended early: less at once.
            return halves(inodes, command, complaints);
        }
        if (!said.result().errorText().isEmpty()) {
            complaints.add("xfs_db: " + plain(said.complaint()));
        }
        Map<String, Answer> answers = new HashMap<>();
        for (int i = 0; i < inodes.size() && parts.length > 1; i++) {
            String part = inodes.size() > 1
                    ? parts[i + 1]
                    : text.substring(parts[0].length()).replaceFirst("^.*\n", "");
            String current = "current inode number is %s\n".formatted(inodes.get(i));
            int at = part.indexOf(current);
            if (at >= 0) {
                String complaint = plain(part.substring(0, at).strip());
                answers.put(
                        inodes.get(i),
                        new Answer(part.substring(at + current.length()), died ? dead(said, complaint) : complaint));
            }
        }
        if (died) {
            answers.putIfAbsent(inodes.getFirst(), new Answer("", dead(said, "")));
        }
        return answers;
    }

    /**
     * Asks the same of several inodes, for when nothing is wrong with any of them.
     *
     * @param commands that print no names
     * @return what was printed of each; nothing when anything at all was complained of, or took too long: then each is
     *     to be asked alone, which tells of which
     */
    Map<String, String> askSound(List<String> inodes, List<String> commands) {
        List<String> all = new ArrayList<>();
        for (String inode : inodes) {
            all.addAll(List.of("echo " + MARK + " " + inode, "inode " + inode, "inode"));
            all.addAll(commands);
        }
        ReaderTool.Said said;
        String[] parts;
        try {
            said = run(all);
            parts = MARKED.split(said.latin1(), -1);
        } catch (IOException e) {
            return Map.of();
        }
        if (said.failed() || !said.result().errorText().isEmpty() || parts.length != inodes.size() + 1) {
            return Map.of();
        }
        Map<String, String> answers = new HashMap<>();
        for (int i = 0; i < inodes.size(); i++) {
            String current = "current inode number is %s\n".formatted(inodes.get(i));
            if (!parts[i + 1].startsWith(current)) {
                return Map.of();
            }
            answers.put(inodes.get(i), parts[i + 1].substring(current.length()));
        }
        return answers;
    }

    private Map<String, Answer> halves(List<String> inodes, String command, List<String> complaints)
            throws IOException {
        Map<String, Answer> answers = new HashMap<>(ask(inodes.subList(0, inodes.size() / 2), command, complaints));
        answers.putAll(ask(inodes.subList(inodes.size() / 2, inodes.size()), command, complaints));
        return answers;
    }

    /** Why there is no answer when the limit passed. */
    String endless() {
        return "it did not end within %d s".formatted(limit.toSeconds());
    }

    private static String dead(ReaderTool.Said said, String complaint) {
        String how = "xfs_db: it ended with exit code " + said.result().exitCode();
        return complaint.isEmpty() ? how : complaint + "; " + how;
    }

    private static String plain(String complaint) {
        return ADDRESS.matcher(complaint).replaceAll("");
    }

    static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        for (Matcher field = FIELD.matcher(text); field.find(); ) {
            fields.put(field.group(1), field.group(2));
        }
        return fields;
    }
}
