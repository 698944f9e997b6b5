@NullMarked
package io.pureboot.controller.library;

import org.jspecify.annotations.NullMarked;
