@NullMarked
package io.pureboot.controller.library.text;

import org.jspecify.annotations.NullMarked;
