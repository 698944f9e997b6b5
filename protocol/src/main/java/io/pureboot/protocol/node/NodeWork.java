package io.pureboot.protocol.node;

import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.TransferPhase;
import org.jspecify.annotations.Nullable;

/**
 * One clone role at work on a node, as the node itself lists it at {@code /nodes/self/sessions}.
 *
 * @param device the disk that is served or written
 * @param state {@code running}, {@code completed}, {@code failed} or {@code cancelled}
 * @param bytesDone within the phase
 * @param transferRateBps bytes per second
 */
public record NodeWork(
        String sessionId,
        CloneRole role,
        String device,
        String state,
        @Nullable TransferPhase phase,
        long bytesDone,
        @Nullable Long bytesTotal,
        @Nullable Long transferRateBps,
        @Nullable String errorMessage) {}
