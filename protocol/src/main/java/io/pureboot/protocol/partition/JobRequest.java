package io.pureboot.protocol.partition;

import org.jspecify.annotations.Nullable;

/** What to do with a disk's job: {@code cancel}, {@code continue}, {@code undo}, {@code abandon} or {@code restore_table}. */
public record JobRequest(@Nullable String action) {}
