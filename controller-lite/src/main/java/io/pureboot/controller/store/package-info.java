/** SQLite: rows in, rows out. The only package that knows SQL; it decides nothing. */
@NullMarked
package io.pureboot.controller.store;

import org.jspecify.annotations.NullMarked;
