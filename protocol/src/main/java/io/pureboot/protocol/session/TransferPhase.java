package io.pureboot.protocol.session;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the target is doing. */
public enum TransferPhase {
    @JsonProperty("transferring")
    TRANSFERRING,
    @JsonProperty("verifying")
    VERIFYING,
    @JsonProperty("resizing")
    RESIZING
}
