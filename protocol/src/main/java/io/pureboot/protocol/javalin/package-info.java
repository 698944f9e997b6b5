/** The one place in this module that knows Javalin: turns problems into responses and serves the pages. */
@NullMarked
package io.pureboot.protocol.javalin;

import org.jspecify.annotations.NullMarked;
