package io.pureboot.controller.library.read;

import io.pureboot.linux.table.bytes.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** How many files and folders an HFS+ volume says it has: of a damaged catalog fls may list less without complaint. */
final class HfsPlusCounts {
    private static final int HEADER = 1024;
    private static final int HEADER_LENGTH = 512;
    private static final int PLUS = 0x482b;
    private static final int CASE_SENSITIVE = 0x4858;

    private HfsPlusCounts() {}

    /**
     * What speaks against the list being whole.
     *
     * @param listed entries below the root, those that no mount shows among them
     */
    static List<String> gaps(Place place, long listed) throws IOException {
        try (FileBytes image = new FileBytes(place.image())) {
            ByteBuffer header = ByteBuffer.wrap(image.read(place.offset() + HEADER, HEADER_LENGTH));
            int signature = Short.toUnsignedInt(header.getShort(0));
            long files = Integer.toUnsignedLong(header.getInt(32));
            long folders = Integer.toUnsignedLong(header.getInt(36));
            // In a wrapper the header is elsewhere.
            return signature != PLUS && signature != CASE_SENSITIVE || files + folders == listed
                    ? List.of()
                    : List.of("it counts %d files and %d folders, %d are listed".formatted(files, folders, listed));
        }
    }
}
