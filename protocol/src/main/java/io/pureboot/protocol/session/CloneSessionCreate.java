package io.pureboot.protocol.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Request to create a clone session; null means the default of the schema ({@code /dev/sda}, staged, none).
 *
 * @param rescue when true unreadable source ranges do not fail the clone but are listed in the receipt
 */
public record CloneSessionCreate(
        @Nullable String name,
        @JsonProperty(required = true) @Nullable String sourceNodeId,
        @Nullable String targetNodeId,
        @Nullable String sourceDevice,
        @Nullable String targetDevice,
        @Nullable Integer sourcePort,
        @Nullable CloneMode cloneMode,
        @Nullable String stagingBackendId,
        @Nullable ResizeMode resizeMode,
        @Nullable Boolean rescue) {}
