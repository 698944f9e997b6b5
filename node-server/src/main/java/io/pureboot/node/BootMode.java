package io.pureboot.node;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a machine was booted for: the values of {@code pureboot.mode=} on the kernel command line, in lower case. */
public enum BootMode {
    CLONE_SOURCE_DIRECT,
    CLONE_TARGET_DIRECT,
    CLONE_SOURCE_STAGED,
    CLONE_TARGET_STAGED,
    PARTITION,
    IMAGE,
    /** Waits for orders; the default with a controller. */
    PENDING,
    /** The machine is the controller; no node runs on it. */
    CONTROLLER,
    /** The node's own pages only; the default without a controller. */
    STANDALONE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<BootMode> of(String wireName) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName().equals(wireName))
                .findFirst();
    }

    /** {@code clone_source_direct, …}: for messages. */
    static String allNames() {
        return String.join(", ", Arrays.stream(values()).map(BootMode::wireName).toList());
    }
}
