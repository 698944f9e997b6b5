/** What was saved of a failing disk when its image was taken, as ddrescue recorded it. */
@NullMarked
package io.pureboot.controller.library.rescue;

import org.jspecify.annotations.NullMarked;
