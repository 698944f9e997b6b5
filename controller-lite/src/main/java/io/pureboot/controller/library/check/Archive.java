package io.pureboot.controller.library.check;

import java.nio.file.Path;

/**
 * An archive to look at.
 *
 * @param hash its name without {@code .tar.zst}
 * @param size bytes of the file
 * @param rank place in the order, from 1
 */
record Archive(Path file, String hash, long size, int rank) {}
