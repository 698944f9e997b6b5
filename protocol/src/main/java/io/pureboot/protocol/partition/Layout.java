package io.pureboot.protocol.partition;

import io.pureboot.protocol.disk.DiskInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A disk's table and partitions while they are planned. Immutable. */
record Layout(DiskInfo disk, String table, List<Part> parts) {
    static final String GPT = "gpt";
    static final String MBR = "mbr";
    private static final long MIB = 1 << 20;
    private static final long GPT_ARRAY = 16384;
    private static final int MOST_GPT = 128;

    Layout {
        parts = parts.stream().sorted(Comparator.comparingLong(Part::start)).toList();
    }

    static Layout of(DiskInfo disk) {
        List<Part> parts = new ArrayList<>();
        disk.partitions().stream().filter(each -> each.number() > 0).forEach(each -> parts.add(Part.of(each)));
        return new Layout(disk, disk.partitionTable(), parts);
    }

    boolean hasTable() {
        return table.equals(GPT) || table.equals(MBR);
    }

    boolean gpt() {
        return table.equals(GPT);
    }

    int sector() {
        return disk.logicalSectorSize();
    }

    /** What starts and ends of new partitions are multiples of. */
    long grain() {
        long device = Math.max(sector(), disk.physicalSectorSize());
        return MIB % device == 0 ? MIB : device;
    }

    /** First byte a partition may have. */
    long first() {
        return gpt() ? 2L * sector() + GPT_ARRAY : sector();
    }

    /** First byte behind the last a partition may have. */
    long limit() {
        long whole = disk.sizeBytes() / sector() * sector();
        return gpt() ? whole - sector() - GPT_ARRAY : Math.min(whole, (1L << 32) * sector());
    }

    Optional<Part> find(int number) {
        return parts.stream().filter(part -> part.number() == number).findFirst();
    }

    Optional<Part> extended() {
        return parts.stream().filter(Part::extended).findFirst();
    }

    boolean logical(Part part) {
        return table.equals(MBR) && part.number() > 4;
    }

    List<Part> logicals() {
        return parts.stream().filter(this::logical).toList();
    }

    /** Partitions that stand beside {@code part} in the same space: the disk's, or the extended partition's. */
    List<Part> neighbours(boolean logical, int except) {
        return parts.stream()
                .filter(part -> logical(part) == logical && part.number() != except)
                .toList();
    }

    /** Where the space begins that logical partitions, or all others, share. */
    long spaceStart(boolean logical) {
        return logical ? extended().map(each -> each.start() + sector()).orElse(0L) : first();
    }

    long spaceEnd(boolean logical) {
        return logical ? extended().map(Part::end).orElse(0L) : limit();
    }

    Layout with(Part changed) {
        List<Part> all = new ArrayList<>(parts);
        all.removeIf(part -> part.number() == changed.number());
        all.add(changed);
        return new Layout(disk, table, all);
    }

    Layout without(int number) {
        return new Layout(
                disk,
                table,
                parts.stream().filter(part -> part.number() != number).toList());
    }

    Layout empty(String newTable) {
        return new Layout(disk, newTable, List.of());
    }

    /** The number the table gives the next partition; 0 when there is no room for another. */
    int nextNumber(boolean logical) {
        if (logical) {
            return parts.stream()
                            .mapToInt(Part::number)
                            .filter(each -> each > 4)
                            .max()
                            .orElse(4)
                    + 1;
        }
        int most = gpt() ? MOST_GPT : 4;
        for (int number = 1; number <= most; number++) {
            if (find(number).isEmpty()) {
                return number;
            }
        }
        return 0;
    }

    DiskInfo toDisk() {
        return new DiskInfo(
                disk.device(),
                disk.sizeBytes(),
                "",
                disk.model(),
                disk.serial(),
                disk.wwn(),
                table,
                parts.stream()
                        .sorted(Comparator.comparingInt(Part::number))
                        .map(part -> part.toInfo(device(part.number()), smallest(part)))
                        .toList(),
                disk.scannedAt(),
                disk.logicalSectorSize(),
                disk.physicalSectorSize(),
                disk.readOnly(),
                disk.removable(),
                disk.transport(),
                disk.inUse(),
                disk.fingerprint(),
                disk.warnings());
    }

    private @Nullable Long smallest(Part part) {
        if (part.extended()) {
            return null;
        }
        String filesystem = part.filesystem();
        return filesystem == null ? grain() : FileSystems.smallest(filesystem, sector());
    }

    private String device(int number) {
        String name = disk.device();
        return name + (Character.isDigit(name.charAt(name.length() - 1)) ? "p" : "") + number;
    }
}
