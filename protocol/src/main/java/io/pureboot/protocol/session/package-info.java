/** Clone sessions: requests, responses, callbacks and the receipt. */
@NullMarked
package io.pureboot.protocol.session;

import org.jspecify.annotations.NullMarked;
