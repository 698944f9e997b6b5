@NullMarked
package io.pureboot.controller.event;

import org.jspecify.annotations.NullMarked;
