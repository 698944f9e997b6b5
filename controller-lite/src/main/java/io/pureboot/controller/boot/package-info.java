/** How a node learns at boot where its controller is and what it is to do. */
@NullMarked
package io.pureboot.controller.boot;

import org.jspecify.annotations.NullMarked;
