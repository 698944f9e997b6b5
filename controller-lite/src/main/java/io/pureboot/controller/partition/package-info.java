/** Queues of partition operations and the jobs nodes carry out of them. */
@NullMarked
package io.pureboot.controller.partition;

import org.jspecify.annotations.NullMarked;
