/** Messages of the WebSocket. */
@NullMarked
package io.pureboot.protocol.event;

import org.jspecify.annotations.NullMarked;
