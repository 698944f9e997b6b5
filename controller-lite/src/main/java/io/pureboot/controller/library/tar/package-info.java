/** Reads tar archives as they really are: every format's sparse files of any size, long names, pax; never writes. */
@NullMarked
package io.pureboot.controller.library.tar;

import org.jspecify.annotations.NullMarked;
