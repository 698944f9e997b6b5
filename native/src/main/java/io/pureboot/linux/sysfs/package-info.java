/** What /sys and /proc say of block devices: identity, holders, mounts, swap. Roots are parameters. */
@NullMarked
package io.pureboot.linux.sysfs;

import org.jspecify.annotations.NullMarked;
