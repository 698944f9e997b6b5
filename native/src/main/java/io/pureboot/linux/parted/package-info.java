/** libparted behind one lock: read, change and commit partition tables with exact constraints. */
@NullMarked
package io.pureboot.linux.parted;

import org.jspecify.annotations.NullMarked;
