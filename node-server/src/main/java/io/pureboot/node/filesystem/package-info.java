/** One driver a file system family: used blocks, minimum size, cleanliness. Never mounts, never writes. */
@NullMarked
package io.pureboot.node.filesystem;

import org.jspecify.annotations.NullMarked;
