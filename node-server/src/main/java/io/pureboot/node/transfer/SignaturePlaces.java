package io.pureboot.node.transfer;

import io.pureboot.linux.block.Extent;
import io.pureboot.protocol.session.ByteRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where on a target something may be found later that an earlier use left there: at beginning and end of the disk and
 * of every partition it has or will have, and at the places of superblock copies. Only what the clone itself does not
 * write.
 */
public final class SignaturePlaces {
    private static final long MIB = 1L << 20;

    /** The second LUKS2 header may begin 4 MiB in, VMFS 2 MiB in; most others lie within the first 64 KiB. */
    private static final long HEAD = 8 * MIB;
    /** Boot records of logical partitions lie up to 1 MiB before them. */
    private static final long BEFORE = MIB;
    /** md 0.90 and 1.0, DDF and other RAID metadata, two ZFS labels, nilfs2, backup GPT. */
    private static final long TAIL = 4 * MIB;
    /** Copies of the btrfs superblock. */
    private static final long[] COPIES = {64 * MIB, 256L << 30, 1L << 50};

    private static final long COPY = 64 * 1024;

    private final long targetSize;
    private final List<Extent> places = new ArrayList<>();

    private SignaturePlaces(long targetSize) {
        this.targetSize = targetSize;
    }

    /**
     * @param map of the source: its used chunks are written anyway
     * @param partitions of the target as it was and of the source, by their bytes
     * @return sorted, apart, within the target, whole sectors
     */
    public static List<Extent> outside(ChunkMap map, long targetSize, int sectorSize, List<ByteRange> partitions) {
        SignaturePlaces places = new SignaturePlaces(targetSize);
        places.around(0, targetSize);
        // A source copied to a larger disk ends in the middle of it.
        places.around(0, map.size());
        partitions.forEach(partition -> places.around(partition.start(), partition.end()));
        return clipped(joined(places.places), map.unused(targetSize), sectorSize);
    }

    private void around(long start, long end) {
        add(start - BEFORE, start + HEAD);
        add(end - TAIL, end + BEFORE);
        for (long copy : COPIES) {
            add(start + copy, start + copy + COPY);
        }
    }

    private void add(long from, long to) {
        long first = Math.clamp(from, 0, targetSize);
        long last = Math.clamp(to, 0, targetSize);
        if (last > first) {
            places.add(new Extent(first, last - first));
        }
    }

    private static List<Extent> joined(List<Extent> extents) {
        List<Extent> result = new ArrayList<>();
        extents.stream().sorted(Comparator.comparingLong(Extent::start)).forEach(extent -> {
            if (!result.isEmpty() && result.getLast().end() >= extent.start()) {
                Extent last = result.removeLast();
                result.add(new Extent(last.start(), Math.max(last.end(), extent.end()) - last.start()));
            } else {
                result.add(extent);
            }
        });
        return result;
    }

    private static List<Extent> clipped(List<Extent> places, List<Extent> gaps, int sectorSize) {
        List<Extent> result = new ArrayList<>();
        for (Extent gap : gaps) {
            for (Extent place : places) {
                if (place.overlaps(gap)) {
                    long start = Math.ceilDiv(Math.max(place.start(), gap.start()), (long) sectorSize) * sectorSize;
                    long end = Math.min(place.end(), gap.end()) / sectorSize * sectorSize;
                    if (end > start) {
                        result.add(new Extent(start, end - start));
                    }
                }
            }
        }
        return result;
    }
}
