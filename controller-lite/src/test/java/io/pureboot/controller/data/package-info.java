@NullMarked
package io.pureboot.controller.data;

import org.jspecify.annotations.NullMarked;
