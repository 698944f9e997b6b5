/** Comparing a source disk with a target disk before a clone. */
@NullMarked
package io.pureboot.controller.plan;

import org.jspecify.annotations.NullMarked;
