package io.pureboot.protocol.session;

import org.jspecify.annotations.Nullable;

/** The target was written, read back and compared; only the target may say so. */
public record CloneComplete(CloneRole role, @Nullable SignedReceipt receipt) {}
