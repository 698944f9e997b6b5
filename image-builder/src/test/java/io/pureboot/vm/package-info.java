/** The finished image booted in emulated machines. */
@NullMarked
package io.pureboot.vm;

import org.jspecify.annotations.NullMarked;
