@NullMarked
package io.pureboot.controller.library.tar;

import org.jspecify.annotations.NullMarked;
