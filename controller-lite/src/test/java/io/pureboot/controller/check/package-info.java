@NullMarked
package io.pureboot.controller.check;

import org.jspecify.annotations.NullMarked;
