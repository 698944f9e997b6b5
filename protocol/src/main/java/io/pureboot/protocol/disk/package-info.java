/** What a node says about its disks: the field names of the disk and partition schemas. */
@NullMarked
package io.pureboot.protocol.disk;

import org.jspecify.annotations.NullMarked;
