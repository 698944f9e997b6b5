@NullMarked
package io.pureboot.controller.partition;

import org.jspecify.annotations.NullMarked;
