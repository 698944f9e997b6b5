package io.pureboot.protocol.session;

/** A run of bytes; {@code end} is exclusive. */
public record ByteRange(long start, long end) {}
