/** The HTTP edge: one table of routes, who may call them, bodies, errors and TLS. */
@NullMarked
package io.pureboot.controller.http;

import org.jspecify.annotations.NullMarked;
