/** Clones between real processes, over real TLS, of real disks. */
@NullMarked
package io.pureboot.endtoend;

import org.jspecify.annotations.NullMarked;
