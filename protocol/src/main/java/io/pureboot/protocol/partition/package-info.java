/**
 * Changes of a partition table as data: operations, and the pure planner that orders their steps, draws the layout after
 * each, and refuses what cannot be done. Node, controller and pages all go by it. Bytes everywhere.
 */
@NullMarked
package io.pureboot.protocol.partition;

import org.jspecify.annotations.NullMarked;
