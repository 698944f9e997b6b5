/** Checking the fields of a request: every fault is named, nothing is done before all are looked at. */
@NullMarked
package io.pureboot.controller.check;

import org.jspecify.annotations.NullMarked;
