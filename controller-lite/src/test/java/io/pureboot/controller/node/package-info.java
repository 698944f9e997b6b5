@NullMarked
package io.pureboot.controller.node;

import org.jspecify.annotations.NullMarked;
