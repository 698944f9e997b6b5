/** The kernel's view of partitions (BLKPG) and how partition nodes are named. */
@NullMarked
package io.pureboot.linux.partition;

import org.jspecify.annotations.NullMarked;
