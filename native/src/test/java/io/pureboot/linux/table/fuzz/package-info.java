@NullMarked
package io.pureboot.linux.table.fuzz;

import org.jspecify.annotations.NullMarked;
