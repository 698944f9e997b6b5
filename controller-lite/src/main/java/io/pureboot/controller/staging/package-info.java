/** Storage backends: places where staged clones keep a disk in between. */
@NullMarked
package io.pureboot.controller.staging;

import org.jspecify.annotations.NullMarked;
