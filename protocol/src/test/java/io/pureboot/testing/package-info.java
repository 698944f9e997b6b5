/** What the tests of several modules need: the machine's tools, and a browser. */
@NullMarked
package io.pureboot.testing;

import org.jspecify.annotations.NullMarked;
