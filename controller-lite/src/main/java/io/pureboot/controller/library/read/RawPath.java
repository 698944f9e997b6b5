package io.pureboot.controller.library.read;

import java.nio.charset.StandardCharsets;

/**
 * A path as the file system stores it: bytes of any encoding, from {@code /}.
 *
 * @param latin1 one character a byte
 */
public record RawPath(String latin1) {
    public static final RawPath ROOT = new RawPath("/");

    /** The entry of that name in this folder. */
    public RawPath child(String nameAsLatin1) {
        return new RawPath(latin1.equals("/") ? "/" + nameAsLatin1 : latin1 + "/" + nameAsLatin1);
    }

    /** This path below another one, which is plain text such as {@code /p1}. */
    public RawPath below(String prefix) {
        String start = new String(prefix.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        if (prefix.isEmpty()) {
            return this;
        }
        return new RawPath(latin1.equals("/") ? start : start + latin1);
    }

    public byte[] bytes() {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** For people to read. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
