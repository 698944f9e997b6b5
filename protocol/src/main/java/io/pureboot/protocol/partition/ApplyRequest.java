package io.pureboot.protocol.partition;

import org.jspecify.annotations.Nullable;

/** Lets the queue be carried out; {@code fingerprint} is the layout's that was looked at, null to take the last scan's. */
public record ApplyRequest(@Nullable String fingerprint) {}
