/** The controller: ControllerServer wires it, ControllerConfig says what was asked of it. */
@NullMarked
package io.pureboot.controller;

import org.jspecify.annotations.NullMarked;
