package io.pureboot.linux.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration text LVM writes its metadata as: sections in braces, values that are strings, numbers or lists of
 * those. Strings stay text, numbers are longs, lists are lists, sections are maps.
 */
final class LvmText {
    private static final int DEEPEST = 16;

    /** The text is not what LVM writes. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    private final String text;
    private int at;

    private LvmText(String text) {
        this.text = text;
    }

    static Map<String, Object> parse(String text) throws MalformedException {
        LvmText parser = new LvmText(text);
        return parser.section(0);
    }

    private Map<String, Object> section(int depth) throws MalformedException {
        if (depth > DEEPEST) {
            throw new MalformedException("sections too deep");
        }
        Map<String, Object> section = new LinkedHashMap<>();
        while (true) {
            skip();
            if (at >= text.length() || text.charAt(at) == '\0') {
                if (depth > 0) {
                    throw new MalformedException("a section does not end");
                }
                return section;
            }
            if (text.charAt(at) == '}') {
                at++;
                return section;
            }
            String name = word();
            skip();
            switch (next()) {
                case '{' -> section.put(name, section(depth + 1));
                case '=' -> section.put(name, value());
                default -> throw new MalformedException("no value for " + name);
            }
        }
    }

    private Object value() throws MalformedException {
        skip();
        if (at < text.length() && text.charAt(at) == '[') {
            at++;
            List<Object> list = new ArrayList<>();
            while (true) {
                skip();
                char c = peek();
                if (c == ']') {
                    at++;
                    return list;
                }
                if (c == ',') {
                    at++;
                } else {
                    list.add(scalar());
                }
            }
        }
        return scalar();
    }

    private Object scalar() throws MalformedException {
        if (peek() != '"') {
            String word = word();
            try {
                return Long.valueOf(word);
            } catch (NumberFormatException e) {
                return word;
            }
        }
        int from = ++at;
        while (peek() != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return text.substring(from, at++);
    }

    private String word() throws MalformedException {
        int from = at;
        while (at < text.length() && " \t\r\n=,{}[]\"#\0".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (from == at) {
            throw new MalformedException("a name is missing");
        }
        return text.substring(from, at);
    }

    private void skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                return;
            }
        }
    }

    private char peek() throws MalformedException {
        if (at >= text.length()) {
            throw new MalformedException("the text ends too early");
        }
        return text.charAt(at);
    }

    private char next() throws MalformedException {
        char c = peek();
        at++;
        return c;
    }
}
