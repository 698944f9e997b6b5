/** Bytes of an image at positions: from a file, or the windows that were kept of a stream. */
@NullMarked
package io.pureboot.linux.table.bytes;

import org.jspecify.annotations.NullMarked;
