package io.pureboot.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A made disk and what has to be found on its clone.
 *
 * @param name of the case
 * @param image raw image
 * @param sectorSize logical sector size it is to be attached with
 * @param gpt whether it has a GPT
 * @param layout what {@link #layout} says of the source
 * @param partitions in the order they were made
 * @param raw numbers of the partitions whose reason to be copied raw must hold this text
 */
record TestDisk(
        String name,
        Path image,
        long size,
        int sectorSize,
        boolean gpt,
        List<String> layout,
        List<Partition> partitions,
        Map<Integer, String> raw) {
    /**
     * One partition, or the whole disk as number 0.
     *
     * @param start bytes
     * @param kind null when it holds no clean file system: then every byte counts
     * @param files hashes of its files
     */
    record Partition(
            int number,
            long start,
            long size,
            @org.jspecify.annotations.Nullable FileSystemKind kind,
            SortedMap<String, String> files) {}

    @Override
    public String toString() {
        return name;
    }

    /** Checks a clone on a device: tables, file systems by their own checkers, every file, and every byte of the rest. */
    void verify(Path target) throws IOException {
        if (gpt) {
            String verdict = Tool.run("sgdisk", "--verify", target);
            assertTrue(verdict.contains("No problems found"), name + ": " + verdict);
        }
        assertEquals(layout, layout(target), name + ": the partition tables differ");
        for (Partition partition : partitions) {
            if (partition.kind == null) {
                assertSameBytes(target, partition);
                continue;
            }
            try (Part part = Part.attach(target, partition.start, partition.size, sectorSize, false)) {
                partition.kind.check(part.device());
                assertEquals(
                        partition.files,
                        partition.kind.read(part.device()),
                        name + ": files of partition " + partition.number);
            }
        }
    }

    /** Number, start, size, type and ids of every partition; empty lines when there is no table. */
    static List<String> layout(Path disk) throws IOException {
        return Tool.result("sfdisk", "--dump", disk)
                .text()
                .lines()
                .filter(line -> line.contains("start=") || line.startsWith("label"))
                .map(line -> line.replaceFirst("^.*?(\\d*) :", "$1 :"))
                .toList();
    }

    private void assertSameBytes(Path target, Partition partition) throws IOException {
        byte[] mine = new byte[1 << 20];
        byte[] theirs = new byte[1 << 20];
        try (RandomAccessFile source = new RandomAccessFile(image.toFile(), "r");
                RandomAccessFile clone = new RandomAccessFile(target.toFile(), "r")) {
            long end = partition.start + partition.size;
            source.seek(partition.start);
            clone.seek(partition.start);
            for (long at = partition.start; at < end; at += mine.length) {
                int length = (int) Math.min(mine.length, end - at);
                source.readFully(mine, 0, length);
                clone.readFully(theirs, 0, length);
                int mismatch = Arrays.mismatch(mine, 0, length, theirs, 0, length);
                assertEquals(-1, mismatch, name + ": partition " + partition.number + " differs at byte " + at + "+");
            }
        }
    }
}
