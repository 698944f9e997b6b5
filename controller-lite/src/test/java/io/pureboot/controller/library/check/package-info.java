@NullMarked
package io.pureboot.controller.library.check;

import org.jspecify.annotations.NullMarked;
