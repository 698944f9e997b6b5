package io.pureboot.controller.library.ingest;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.table.content.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something in an image that files may be on.
 *
 * @param part its key: {@code 3}, {@code 2/vg0/root}, {@code 0} for the whole disk
 * @param extents where its bytes lie in the image, in order; empty when that is not known
 * @param typeName what the table says it is for
 * @param why no files can be listed from it, or null when they can
 * @param empty no files belong on it: {@code why} is no loss
 */
record Source(
        String part,
        long start,
        long size,
        List<Extent> extents,
        @Nullable String typeName,
        @Nullable Content content,
        @Nullable String why,
        boolean empty) {

    boolean readable() {
        return why == null;
    }
}
