/** What commands say to people about files: names that may be anything, and errors of the system. */
@NullMarked
package io.pureboot.controller.library.text;

import org.jspecify.annotations.NullMarked;
