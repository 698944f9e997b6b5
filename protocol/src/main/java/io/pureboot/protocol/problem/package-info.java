/** RFC 9457 problems: every error either server answers with. */
@NullMarked
package io.pureboot.protocol.problem;

import org.jspecify.annotations.NullMarked;
