/** Brings an image with several partitions into the library: lists, records, copies and archives what is in it. */
@NullMarked
package io.pureboot.controller.library.ingest;

import org.jspecify.annotations.NullMarked;
