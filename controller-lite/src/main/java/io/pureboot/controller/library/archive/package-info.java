/** Archives as files: opened read-only, decompressed once, never written. */
@NullMarked
package io.pureboot.controller.library.archive;

import org.jspecify.annotations.NullMarked;
