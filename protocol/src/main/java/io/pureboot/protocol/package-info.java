/** What node and controller say to each other. A class enters only if both compile against it; no I/O here. */
@NullMarked
package io.pureboot.protocol;

import org.jspecify.annotations.NullMarked;
