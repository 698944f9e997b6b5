/** Keys, certificate requests, pinned trust and peer names. */
@NullMarked
package io.pureboot.node.tls;

import org.jspecify.annotations.NullMarked;
