/** The commands of ./pureboot that need the whole stack at once: demo, bench. */
@NullMarked
package io.pureboot.launch;

import org.jspecify.annotations.NullMarked;
