/** Work of the node that is not a clone: scans of the disks, and what the controller commands. */
@NullMarked
package io.pureboot.node.job;

import org.jspecify.annotations.NullMarked;
