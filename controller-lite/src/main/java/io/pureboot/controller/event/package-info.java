/** Events: published once, fanned out to WebSockets without waiting for any of them. */
@NullMarked
package io.pureboot.controller.event;

import org.jspecify.annotations.NullMarked;
