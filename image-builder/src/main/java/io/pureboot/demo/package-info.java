/** {@code ./pureboot demo}: a controller and two nodes as processes of this machine, with loop devices for disks. */
@NullMarked
package io.pureboot.demo;

import org.jspecify.annotations.NullMarked;
