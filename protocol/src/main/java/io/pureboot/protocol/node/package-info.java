/** Registration, enrolment, heartbeats and the orders a node takes. */
@NullMarked
package io.pureboot.protocol.node;

import org.jspecify.annotations.NullMarked;
