package io.pureboot.protocol.partition;

import org.jspecify.annotations.Nullable;

/** What a node says of a single operation. {@code status}: running, completed or failed. */
public record OperationStatus(
        @Nullable String status, @Nullable String errorMessage) {}
