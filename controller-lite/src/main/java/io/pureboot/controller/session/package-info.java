/** Clone sessions: the state machine, its preconditions, progress and the receipt. */
@NullMarked
package io.pureboot.controller.session;

import org.jspecify.annotations.NullMarked;
