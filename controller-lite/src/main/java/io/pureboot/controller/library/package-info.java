/**
 * The library of disk images, its command line {@link ImagesCommand}: the check of old archives ({@code check}), what
 * is taken out of images ({@code ingest}), and where it is kept ({@code store}). Of {@code io.pureboot.linux} it may
 * use {@code table}, {@code block} (extents) and {@code process}, nothing else.
 */
@NullMarked
package io.pureboot.controller.library;

import org.jspecify.annotations.NullMarked;
