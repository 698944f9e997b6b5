package io.pureboot.controller.library.check;

import java.util.ArrayList;
import java.util.List;

/** The errors of a run: all are counted, the first ones remembered for the summary. */
final class Problems {
    private static final int REMEMBERED = 100;

    private final List<String> texts = new ArrayList<>();
    private int count;

    /** @param fields keys and values by turns, of which what, and the reason, are for people */
    void add(Object... fields) {
        count++;
        if (texts.size() == REMEMBERED) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            if (!fields[i].equals("path")) {
                text.append(text.isEmpty() ? "" : ": ").append(fields[i + 1]);
            }
        }
        texts.add(text.toString());
    }

    int count() {
        return count;
    }

    /** The first ones; then how many more there were. */
    List<String> texts() {
        List<String> all = new ArrayList<>(texts);
        if (count > texts.size()) {
            all.add("and %d more, see the log".formatted(count - texts.size()));
        }
        return all;
    }
}
