/** Nodes: enrolment, presence, disks and the orders they take. */
@NullMarked
package io.pureboot.controller.node;

import org.jspecify.annotations.NullMarked;
