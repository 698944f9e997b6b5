package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A BSD disklabel: of a whole disk, or of a partition that it divides into slices. */
record BsdLabel(int sectorSize, boolean checked, List<Slice> slices) {
    private static final int MAGIC = 0x82564557;
    private static final int HEAD = 148;
    private static final int MOST = 64;

    /** Where labels are put: the second sector, or inside the first. */
    private static final int[] PLACES = {512, 64, 128, 4096};

    /** A slice in use; sectors. */
    record Slice(int index, long first, long count, int type) {
        String name() {
            return String.valueOf((char) ('a' + index));
        }
    }

    static @Nullable BsdLabel read(Region region, Notes notes) {
        for (int place : PLACES) {
            BsdLabel label = notes.attempt("a BSD label at " + place, () -> at(region, place));
            if (label != null) {
                return label;
            }
        }
        return null;
    }

    private static @Nullable BsdLabel at(Region region, int place) throws IOException {
        if (place + HEAD > region.length()) {
            return null;
        }
        ByteBuffer head = region.little(place, HEAD);
        if (head.getInt(0) != MAGIC || head.getInt(132) != MAGIC) {
            return null;
        }
        int count = Math.min(MOST, Short.toUnsignedInt(head.getShort(138)));
        ByteBuffer label = region.little(place, HEAD + 16 * count);
        int sectorSize = Integer.highestOneBit(Math.clamp(Integer.toUnsignedLong(head.getInt(40)), 512, 4096));
        return new BsdLabel(sectorSize, checksum(label) == 0, slices(label, count));
    }

    private static int checksum(ByteBuffer label) {
        int sum = 0;
        for (int at = 0; at + 1 < label.limit(); at += 2) {
            sum ^= label.getShort(at);
        }
        return sum;
    }

    private static List<Slice> slices(ByteBuffer label, int count) {
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = HEAD + 16 * i;
            long size = Integer.toUnsignedLong(label.getInt(at));
            int type = Byte.toUnsignedInt(label.get(at + 12));
            if (size > 0 && type != 0) {
                slices.add(new Slice(i, Integer.toUnsignedLong(label.getInt(at + 4)), size, type));
            }
        }
        slices.removeIf(slice -> slice.index() == 2 && slices.size() > 1 && spans(slice, slices));
        return List.copyOf(slices);
    }

    // The third slice is by custom the whole disk.
    private static boolean spans(Slice whole, List<Slice> slices) {
        return slices.stream()
                .allMatch(slice -> slice.first() >= whole.first()
                        && slice.first() + slice.count() <= whole.first() + whole.count());
    }

    /** As the table of a whole disk. */
    FoundTable asTable() {
        List<TableEntry> entries = new ArrayList<>();
        for (Slice slice : slices) {
            entries.add(new TableEntry(
                    entries.size() + 1,
                    EntryRole.DATA,
                    slice.first() * sectorSize,
                    (slice.first() + slice.count()) * sectorSize,
                    PartitionTypes.hex(slice.type()),
                    typeName(slice.type()),
                    slice.name(),
                    null,
                    null));
        }
        return new FoundTable(TableKind.BSD, checked ? Certainty.SURE : Certainty.DOUBTFUL, sectorSize, null, entries);
    }

    /** As slices of the partition that starts there; newer systems count from its start, older ones from the disk's. */
    List<Volume> asVolumes(Region partition) {
        boolean fromDisk = slices.stream()
                .allMatch(slice -> slice.first() * sectorSize >= partition.start()
                        && (slice.first() + slice.count()) * sectorSize <= partition.start() + partition.length());
        long base = fromDisk ? 0 : partition.start();
        return slices.stream()
                .map(slice ->
                        Volume.at("bsd", slice.name(), base + slice.first() * sectorSize, slice.count() * sectorSize))
                .toList();
    }

    private static String typeName(int type) {
        return switch (type) {
            case 1 -> "BSD swap";
            case 7 -> "BSD UFS";
            case 8 -> "FAT";
            case 14 -> "vinum";
            case 17 -> "Linux ext2";
            case 27 -> "ZFS";
            default -> PartitionTypes.UNKNOWN;
        };
    }
}
