package io.pureboot.protocol.session;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which side of a clone a node is. */
public enum CloneRole {
    @JsonProperty("source")
    SOURCE,
    @JsonProperty("target")
    TARGET
}
