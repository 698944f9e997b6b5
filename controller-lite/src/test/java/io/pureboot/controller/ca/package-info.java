@NullMarked
package io.pureboot.controller.ca;

import org.jspecify.annotations.NullMarked;
