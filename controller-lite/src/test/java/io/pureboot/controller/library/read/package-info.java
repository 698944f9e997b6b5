@NullMarked
package io.pureboot.controller.library.read;

import org.jspecify.annotations.NullMarked;
