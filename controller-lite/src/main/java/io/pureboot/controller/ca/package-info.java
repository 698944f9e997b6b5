/** The certificate authority and password hashing: the only package that knows Bouncy Castle. */
@NullMarked
package io.pureboot.controller.ca;

import org.jspecify.annotations.NullMarked;
