/** The image in emulated machines: {@link io.pureboot.vm.VmCommand} for people, {@link io.pureboot.vm.VirtualMachine} for tests. */
@NullMarked
package io.pureboot.vm;

import org.jspecify.annotations.NullMarked;
