package io.pureboot.controller.library.read;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A path as the file system stores it: bytes of any encoding, from {@code /}.
 *
 * @param latin1 one character a byte
 */
public record RawPath(String latin1) {
    public static final RawPath ROOT = new RawPath("/");
    /** U+2400 in UTF-8. */
    private static final String NUL_SHOWN = "\u00e2\u0090\u0080";

    /** A path that a tool printed: {@code /} between names, each of which is changed where it would lead elsewhere. */
    static RawPath printed(String latin1) {
        RawPath path = ROOT;
        for (String name : latin1.split("/")) {
            path = name.isEmpty() ? path : path.child(name);
        }
        return path;
    }

    /** The entry of that name in this folder; a name that would lead elsewhere, which damaged disks have, is changed. */
    public RawPath child(String nameAsLatin1) {
        String name = plain(nameAsLatin1);
        return new RawPath(latin1.equals("/") ? "/" + name : latin1 + "/" + name);
    }

    // Linux shows a slash that is part of a name as a colon, too.
    private static String plain(String name) {
        String one = name.replace('/', ':').replace("\0", NUL_SHOWN);
        return switch (one) {
            case "" -> "_";
            case ".", ".." -> one + "_";
            default -> one;
        };
    }

    /** This path below another one, which is plain text such as {@code /p1}. */
    public RawPath below(String prefix) {
        String start = new String(prefix.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        if (prefix.isEmpty()) {
            return this;
        }
        return new RawPath(latin1.equals("/") ? start : start + latin1);
    }

    /**
     * The file of this path below a folder of this system. Java makes names of text, and none of text stands for bytes
     * that are no UTF-8; of a URI it takes the bytes as they are.
     */
    Path in(Path folder) {
        StringBuilder uri = new StringBuilder("file://");
        for (byte b : folder.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8)) {
            escape(uri, b);
        }
        for (byte b : bytes()) {
            escape(uri, b);
        }
        return Path.of(URI.create(uri.toString()));
    }

    private static void escape(StringBuilder uri, byte b) {
        uri.append(b == '/' ? "/" : "%%%02x".formatted(b));
    }

    public byte[] bytes() {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** For people to read. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
