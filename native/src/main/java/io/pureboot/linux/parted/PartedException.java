package io.pureboot.linux.parted;

import java.io.IOException;
import java.util.List;

/** libparted refused or failed; the message has what was tried and what it said. */
public class PartedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> messages;

    public PartedException(String what, List<String> messages) {
        super(what + (messages.isEmpty() ? " (libparted gives no reason)" : ": " + String.join(" ", messages)));
        this.messages = List.copyOf(messages);
    }

    /** libparted's own words. */
    public List<String> messages() {
        return messages;
    }
}
