/** The one place in this module that knows Javalin: turns problems into responses. */
@NullMarked
package io.pureboot.protocol.javalin;

import org.jspecify.annotations.NullMarked;
