@NullMarked
package io.pureboot.controller.store;

import org.jspecify.annotations.NullMarked;
