@NullMarked
package io.pureboot.controller.boot;

import org.jspecify.annotations.NullMarked;
