@NullMarked
package io.pureboot.controller.library.ingest;

import org.jspecify.annotations.NullMarked;
