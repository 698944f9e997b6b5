@NullMarked
package io.pureboot.controller.library.read.hfs;

import org.jspecify.annotations.NullMarked;
