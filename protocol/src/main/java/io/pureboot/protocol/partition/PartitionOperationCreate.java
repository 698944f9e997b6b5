package io.pureboot.protocol.partition;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks for an operation to be put in the queue; {@code params} depend on it. */
public record PartitionOperationCreate(
        @Nullable String operation, @Nullable Map<String, Object> params) {}
