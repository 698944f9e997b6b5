@NullMarked
package io.pureboot.controller.library.read.iso;

import org.jspecify.annotations.NullMarked;
