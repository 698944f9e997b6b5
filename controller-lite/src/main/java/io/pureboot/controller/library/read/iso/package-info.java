/** ISO 9660 with Rock Ridge and Joliet, read from its own structures: the names that Linux would show. */
@NullMarked
package io.pureboot.controller.library.read.iso;

import org.jspecify.annotations.NullMarked;
