@NullMarked
package io.pureboot.controller.library.rescue;

import org.jspecify.annotations.NullMarked;
