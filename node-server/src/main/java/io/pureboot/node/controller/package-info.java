/** Talks to the controller: enrolment, orders, reports through a durable ordered queue. */
@NullMarked
package io.pureboot.node.controller;

import org.jspecify.annotations.NullMarked;
