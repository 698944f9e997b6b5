/** Finds disks and reads everything the disk schema wants to know of them. */
@NullMarked
package io.pureboot.node.disk;

import org.jspecify.annotations.NullMarked;
