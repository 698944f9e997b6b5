/** {@code ./pureboot bench}: figures, each beside its peers and its limit in the same run. */
@NullMarked
package io.pureboot.bench;

import org.jspecify.annotations.NullMarked;
