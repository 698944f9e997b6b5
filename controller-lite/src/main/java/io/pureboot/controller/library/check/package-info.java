/**
 * The check of old archives for images with several partitions: {@link CheckRun}. Archives are only ever read; what is
 * written are the images to keep, the log, and nothing else.
 */
@NullMarked
package io.pureboot.controller.library.check;

import org.jspecify.annotations.NullMarked;
