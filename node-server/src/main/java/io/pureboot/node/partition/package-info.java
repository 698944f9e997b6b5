/** Carries partition plans out: journalled steps that can be continued or undone after a crash, and the queue of wishes. */
@NullMarked
package io.pureboot.node.partition;

import org.jspecify.annotations.NullMarked;
