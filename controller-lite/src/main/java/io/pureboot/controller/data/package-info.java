/** Where the controller keeps its data, and how they get from memory to a disk. */
@NullMarked
package io.pureboot.controller.data;

import org.jspecify.annotations.NullMarked;
