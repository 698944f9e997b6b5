/** The roles a node plays in a clone session, from order to receipt. */
@NullMarked
package io.pureboot.node.session;

import org.jspecify.annotations.NullMarked;
