package io.pureboot.protocol.session;

import com.fasterxml.jackson.annotation.JsonProperty;

/** States of a clone session; the last three are final. */
public enum SessionStatus {
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("source_ready")
    SOURCE_READY,
    @JsonProperty("cloning")
    CLONING,
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("cancelled")
    CANCELLED;

    public boolean terminal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
