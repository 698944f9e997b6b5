/** Runs tools: argv only, a time limit, bounded output; never a shell. */
@NullMarked
package io.pureboot.linux.process;

import org.jspecify.annotations.NullMarked;
