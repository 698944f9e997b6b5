package io.pureboot.controller.library.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Whether a FAT's allocation tables look like ones: of a damaged volume fls prints an empty list and no complaint. */
final class FatTables {
    private static final int COMPARED = 64 << 10;

    private FatTables() {}

    /** What speaks against the list being whole. */
    static List<String> gaps(Place place) throws IOException {
        List<String> gaps = new ArrayList<>();
        try (FileChannel image = FileChannel.open(place.image(), StandardOpenOption.READ)) {
            ByteBuffer boot = read(image, place.offset(), 512);
            if (boot.limit() < 512) {
                throw new IOException("its first sector cannot be read");
            }
            long sector = Short.toUnsignedInt(boot.getShort(11));
            long first = place.offset() + sector * Short.toUnsignedInt(boot.getShort(14));
            int copies = boot.get(16);
            long sectors = Short.toUnsignedInt(boot.getShort(22));
            long length = sector * (sectors != 0 ? sectors : Integer.toUnsignedLong(boot.getInt(36)));
            ByteBuffer table = read(image, first, (int) Math.min(COMPARED, length));
            // Its first entry repeats the kind of medium, with all other bits set.
            if (table.limit() < 3 || table.get(0) != boot.get(21) || table.get(1) != -1) {
                gaps.add("its allocation table is damaged: files may be missing");
            } else if (copies > 1 && !table.equals(read(image, first + length, table.limit()))) {
                gaps.add("the copies of its allocation table differ: files may be damaged");
            }
        }
        return gaps;
    }

    private static ByteBuffer read(FileChannel image, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && image.read(bytes, position + bytes.position()) > 0) {}
        return bytes.flip();
    }
}
