package io.pureboot.node.transfer;

/** {@code count} chunks in a row, the first of them number {@code first}. */
public record ChunkRun(int first, int count) {}
