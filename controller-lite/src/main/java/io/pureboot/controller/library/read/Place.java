package io.pureboot.controller.library.read;

import java.nio.file.Path;

/**
 * Where a file system lies.
 *
 * @param image a file
 * @param offset bytes from its start
 * @param length bytes
 * @param type name as blkid gives it
 */
public record Place(Path image, long offset, long length, String type) {}
