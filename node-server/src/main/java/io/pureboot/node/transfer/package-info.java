/** Moves blocks: chunk source over HTTPS, parallel fetch, write, read back, compare. */
@NullMarked
package io.pureboot.node.transfer;

import org.jspecify.annotations.NullMarked;
