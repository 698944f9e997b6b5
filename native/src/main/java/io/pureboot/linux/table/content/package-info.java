/** What a partition holds, by its own signature: file systems, members of arrays and volume groups, encryption. */
@NullMarked
package io.pureboot.linux.table.content;

import org.jspecify.annotations.NullMarked;
