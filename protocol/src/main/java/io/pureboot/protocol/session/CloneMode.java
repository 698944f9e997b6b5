package io.pureboot.protocol.session;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the data travels: by way of storage, or from node to node. */
public enum CloneMode {
    @JsonProperty("staged")
    STAGED,
    @JsonProperty("direct")
    DIRECT
}
