package io.pureboot.protocol.session;

import org.jspecify.annotations.Nullable;

/** Change of a session that has not started; null leaves a field as it is. */
public record CloneSessionPatch(
        @Nullable String name,
        @Nullable String targetNodeId,
        @Nullable String targetDevice,
        @Nullable ResizeMode resizeMode) {}
