package io.pureboot.protocol.session;

import org.jspecify.annotations.Nullable;

/** A role gave up; {@code errorCode} is a problem type's slug. */
public record CloneFailed(
        String errorMessage,
        @Nullable String errorCode,
        @Nullable CloneRole role) {}
