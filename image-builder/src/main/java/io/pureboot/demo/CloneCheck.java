package io.pureboot.demo;

import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * Checks a finished clone from outside: both disks are read whole and must be equal in every byte, save where the
 * source's own file systems store nothing, and save the places of GPT that name the size of the disk when the target is
 * larger (there both tables must list the same partitions and sgdisk must find no fault).
 */
public final class CloneCheck {
    private final CommandRunner runner;
    private final FreeSpace freeSpace;

    public CloneCheck(CommandRunner runner, FreeSpace freeSpace) {
        this.runner = runner;
        this.freeSpace = freeSpace;
    }

    /** What was found; {@code problem} is empty when the clone is good. */
    public record Finding(long comparedBytes, long differingFreeBytes, String problem) {
        public boolean good() {
            return problem.isEmpty();
        }
    }

    public Finding check(Path source, Path target, LongConsumer progress) throws IOException {
        long size = size(source);
        boolean larger = size(target) > size;
        List<Extent> differing = DiskComparison.differences(source, target, size, progress);
        if (differing.isEmpty() && !larger) {
            return new Finding(size, 0, "");
        }
        List<Extent> stored = Extents.subtract(differing, freeSpace.of(source, size));
        long free = Extents.bytes(differing) - Extents.bytes(stored);
        for (Extent range : stored) {
            long wrong = firstDifference(source, target, range);
            if (wrong >= 0 && !(larger && isTablePlace(wrong, size))) {
                return new Finding(
                        size,
                        free,
                        String.format(Locale.ROOT, "source and target differ at byte %d, in used space", wrong));
            }
        }
        return new Finding(size, free, larger ? tableProblem(source, target) : "");
    }

    private static long size(Path device) throws IOException {
        try (DirectBlockDevice opened = DirectBlockDevice.openReadOnly(device)) {
            return opened.size();
        }
    }

    /** Protective MBR, header and entries at the start, entries and header at the source's end, in sectors up to 4096. */
    private static boolean isTablePlace(long position, long size) {
        return position < 6 * 4096 || position >= size - 5 * 4096;
    }

    /** @return -1 when the range is equal */
    private static long firstDifference(Path source, Path target, Extent range) throws IOException {
        try (DirectBlockDevice a = DirectBlockDevice.openReadOnly(source);
                DirectBlockDevice b = DirectBlockDevice.openReadOnly(target)) {
            for (long at = range.start(); at < range.end(); at += 1 << 20) {
                int length = (int) Math.min(1 << 20, range.end() - at);
                ByteBuffer one = ByteBuffer.allocateDirect(length);
                ByteBuffer other = ByteBuffer.allocateDirect(length);
                if (a.read(one, at) != length || b.read(other, at) != length) {
                    throw new IOException("a disk ended at byte " + at);
                }
                int mismatch = one.flip().mismatch(other.flip());
                if (mismatch >= 0) {
                    return at + mismatch;
                }
            }
        }
        return -1;
    }

    private String tableProblem(Path source, Path target) throws IOException {
        List<String> wanted = partitions(source);
        if (!partitions(target).equals(wanted)) {
            return "the partition tables of source and target do not list the same partitions";
        }
        if (runner.run(Command.of("sfdisk", "--dump", source.toString())).text().contains("label: gpt")
                && !runner.run(Command.of("sgdisk", "--verify", target.toString()))
                        .text()
                        .contains("No problems found")) {
            return "sgdisk --verify finds problems in the target's partition table";
        }
        return "";
    }

    /** One line a partition, without the device's name. */
    private List<String> partitions(Path disk) throws IOException {
        return runner.run(Command.of("sfdisk", "--dump", disk.toString()))
                .text()
                .lines()
                .filter(line -> line.startsWith(disk.toString()))
                .map(line -> line.substring(disk.toString().length()))
                .map(line -> line.replaceFirst("^p(\\d)", "$1"))
                .toList();
    }
}
