/** Block devices: direct I/O, sizes, exclusive open, discard and zeroing. Offsets and lengths in bytes. */
@NullMarked
package io.pureboot.linux.block;

import org.jspecify.annotations.NullMarked;
