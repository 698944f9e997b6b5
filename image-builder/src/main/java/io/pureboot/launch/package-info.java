/** The one main class of this project's programs: hands over to the command that was named. */
@NullMarked
package io.pureboot.launch;

import org.jspecify.annotations.NullMarked;
