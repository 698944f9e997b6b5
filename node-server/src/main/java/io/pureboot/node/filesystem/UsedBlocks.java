package io.pureboot.node.filesystem;

/**
 * The used part of a file system.
 *
 * @param extents bytes from the start of the volume
 * @param end where the file system ends; what follows up to the partition's end belongs to nobody known
 */
public record UsedBlocks(ExtentSet extents, long end) {}
