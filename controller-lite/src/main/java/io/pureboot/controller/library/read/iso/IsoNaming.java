package io.pureboot.controller.library.read.iso;

import java.nio.charset.StandardCharsets;

/** Which of a disc's names for the same files. */
enum IsoNaming {
    PLAIN("plain"),
    JOLIET("Joliet"),
    ROCK_RIDGE("Rock Ridge");

    private final String word;

    IsoNaming(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** The record's name, one character a byte: as stored, of Joliet as UTF-8. Without version 1, which all have. */
    String of(IsoRecord record) {
        String name =
                new String(record.name(), this == JOLIET ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
        if (!record.isFolder()) {
            name = without(name, ";1");
            name = this == JOLIET ? name : without(name, ".");
        }
        return this == JOLIET ? new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) : name;
    }

    private static String without(String name, String end) {
        return name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
    }
}
