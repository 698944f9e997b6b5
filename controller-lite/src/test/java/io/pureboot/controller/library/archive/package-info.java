@NullMarked
package io.pureboot.controller.library.archive;

import org.jspecify.annotations.NullMarked;
