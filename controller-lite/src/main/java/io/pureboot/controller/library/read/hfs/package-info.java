/** Mac OS Standard (HFS without a plus), read from its own structures: no tool that Debian has lists it without mounting. */
@NullMarked
package io.pureboot.controller.library.read.hfs;

import org.jspecify.annotations.NullMarked;
