/** Digests of bulk data by libraries of this platform, which use what its CPU has. */
@NullMarked
package io.pureboot.linux.hash;

import org.jspecify.annotations.NullMarked;
