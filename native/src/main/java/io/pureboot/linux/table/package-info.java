/**
 * Partition tables recognised from bytes alone, without the kernel or any tool: {@link TableRecognizer}. Bytes come
 * through {@code bytes}, what partitions hold is read by {@code content}.
 */
@NullMarked
package io.pureboot.linux.table;

import org.jspecify.annotations.NullMarked;
