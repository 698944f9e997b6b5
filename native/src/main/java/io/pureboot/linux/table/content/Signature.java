package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Recognises one kind of content, or a few alike. */
interface Signature {
    /** One that reads nothing but what it needs to be sure. */
    interface Plain {
        @Nullable
        Content read(Region region) throws IOException;
    }

    /**
     * What the region holds, or null when it is nothing this one knows. Labels that lie far off are read by
     * {@link Notes#detail}: without them the answer is the same.
     */
    @Nullable
    Content read(Region region, Notes notes) throws IOException;

    static Signature of(Plain plain) {
        return (region, notes) -> plain.read(region);
    }
}
