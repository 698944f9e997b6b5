package io.pureboot.controller.library.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The extended attributes that {@code debugfs} prints with an inode; long values it has to be asked for. */
final class ExtAttributes {
    private static final String HEADING = "\nExtended attributes:\n";
    // The name may hold anything; its own line ends in its length, and the value where it is short.
    private static final Pattern LINE = Pattern.compile("  (.+) \\((\\d+)\\)(?: = (\".*\"|(?:[0-9a-f]{2} )+))?");
    private static final Pattern ANSWER = Pattern.compile("\\((\\d+)\\) = ((?:[0-9a-f]{2} ?)*)");
    // Kept on the disk in a form of their own; asked for, they come as everything else knows them.
    private static final String ACCESS_LISTS = "system.posix_acl_";
    private static final int UNKNOWN = -1;
    /** Bytes of values that are kept in memory: of a hostile disk many files may share one. */
    private static final long MOST_BYTES = 256L << 20;

    private static final int ENTRY = 200;
    // debugfs takes what starts with a dash for an option: -f has it empty a file of this computer.
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.:@/+][A-Za-z0-9_.:@/+-]*");

    /** Runs commands of {@code debugfs}. */
    interface Commands {
        ReaderTool.Said run(List<String> lines) throws IOException;
    }

    private record Asked(String inode, String name) {}

    private final Commands debugfs;
    private final List<Attribute> all = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private long bytes;

    ExtAttributes(Commands debugfs) {
        this.debugfs = debugfs;
    }

    List<Attribute> all() {
        return List.copyOf(all);
    }

    List<String> gaps() {
        return List.copyOf(gaps);
    }

    /** What was printed of an inode. */
    void take(String inode, String printed) {
        int heading = printed.indexOf(HEADING);
        if (heading < 0) {
            return;
        }
        for (String line : printed.substring(heading + HEADING.length()).lines().toList()) {
            if (!line.startsWith("  ")) {
                return;
            }
            Matcher attribute = LINE.matcher(line);
            if (attribute.matches()) {
                take(inode, attribute);
            } else {
                gaps.add("an attribute of inode %s cannot be read".formatted(inode));
            }
        }
    }

    private void take(String inode, Matcher attribute) {
        String name = latin1(unescaped(attribute.group(1)));
        int length = (int) Math.min(Integer.MAX_VALUE, Digits.of(attribute.group(2)));
        String value = attribute.group(3);
        if (name.startsWith(ACCESS_LISTS) || value == null && length > 0) {
            asked.add(new Asked(inode, name));
            return;
        }
        byte[] bytes = value == null
                ? new byte[0]
                : value.startsWith("\"") ? unescaped(value.substring(1, value.length() - 1)) : hex(value);
        add(new Asked(inode, name), bytes, length);
    }

    private void add(Asked attribute, byte[] value, int length) {
        bytes += ENTRY + value.length;
        if (bytes > MOST_BYTES) {
            gaps.add("it has more extended attributes than are kept: not all of them are recorded");
        } else if (value.length == length) {
            all.add(new Attribute(attribute.inode(), attribute.name(), value));
        } else {
            gaps.add("the attribute %s of inode %s cannot be read".formatted(attribute.name(), attribute.inode()));
        }
    }

    /** Asks for the values that were not printed with their inodes as they are. */
    void fetchRest() throws IOException {
        List<Asked> plain = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Asked one : asked) {
            if (PLAIN_NAME.matcher(one.name()).matches()) {
                plain.add(one);
                lines.add("ea_get -x <%s> %s".formatted(one.inode(), one.name()));
            } else {
                add(one, new byte[0], UNKNOWN);
            }
        }
        asked.clear();
        if (plain.isEmpty()) {
            return;
        }
        String[] answers = debugfs.run(lines).latin1().split("(?m)^debugfs: ea_get -x .*\n", -1);
        for (int i = 0; i < plain.size(); i++) {
            Matcher answer = ANSWER.matcher(i + 1 < answers.length ? answers[i + 1] : "");
            boolean found = answer.find();
            add(
                    plain.get(i),
                    found ? hex(answer.group(2)) : new byte[0],
                    found ? (int) Math.min(Integer.MAX_VALUE, Digits.of(answer.group(1))) : UNKNOWN);
        }
    }

    private static byte[] hex(String text) {
        String digits = text.replaceAll("\\s", "");
        return digits.matches("(?:[0-9a-f]{2})*") ? HexFormat.of().parseHex(digits) : new byte[0];
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    // As C writes strings: \n, \", \\, and three octal digits for what cannot be printed.
    private static byte[] unescaped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                bytes.write(c);
                continue;
            }
            String octal = text.substring(i + 1, Math.min(text.length(), i + 4));
            if (octal.matches("[0-3][0-7]{2}")) {
                bytes.write(Integer.parseInt(octal, 8));
                i += 3;
                continue;
            }
            int plain = "abfnrtv".indexOf(text.charAt(++i));
            bytes.write(plain < 0 ? text.charAt(i) : "\u0007\b\f\n\r\t\u000b".charAt(plain));
        }
        return bytes.toByteArray();
    }
}
