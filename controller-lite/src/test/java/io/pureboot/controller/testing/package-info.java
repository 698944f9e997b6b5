/** A controller in this process, people and nodes that talk to it over real TLS; for tests of this and other modules. */
@NullMarked
package io.pureboot.controller.testing;

import org.jspecify.annotations.NullMarked;
