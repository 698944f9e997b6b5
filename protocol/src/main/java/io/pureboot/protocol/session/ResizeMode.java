package io.pureboot.protocol.session;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is resized in the course of a clone. */
public enum ResizeMode {
    @JsonProperty("none")
    NONE,
    @JsonProperty("shrink_source")
    SHRINK_SOURCE,
    @JsonProperty("grow_target")
    GROW_TARGET
}
