/** Partition tables and signatures recognised from bytes alone, without the kernel or any tool. */
@NullMarked
package io.pureboot.linux.table;

import org.jspecify.annotations.NullMarked;
