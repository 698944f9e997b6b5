/** System calls through jnr-ffi; every failure is an ErrnoException that names call, arguments and errno. */
@NullMarked
package io.pureboot.linux.libc;

import org.jspecify.annotations.NullMarked;
