/**
 * Files of a file system inside an image, listed and read by tools that parse it themselves: nothing is mounted, the
 * image is only read.
 */
@NullMarked
package io.pureboot.controller.library.read;

import org.jspecify.annotations.NullMarked;
