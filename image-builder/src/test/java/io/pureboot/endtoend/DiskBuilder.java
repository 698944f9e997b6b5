package io.pureboot.endtoend;

import io.pureboot.linux.block.LoopDevice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the image of a disk: a table, and in it file systems with files. Sizes in MiB unless they say bytes. */
final class DiskBuilder {
    private static final long MIB = 1 << 20;
    private static final int FILE_BYTES = 12 << 20;

    private final String name;
    private final Path image;
    private final long size;
    private final int sectorSize;
    private final List<TestDisk.Partition> partitions = new ArrayList<>();
    private final Map<Integer, String> raw = new HashMap<>();
    private boolean gpt;
    private boolean mbr;
    private long nextMib = 1;
    private long seed;
    private int made;

    private DiskBuilder(Path folder, String name, long sizeBytes, int sectorSize) throws IOException {
        this.name = name;
        this.image = folder.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".img");
        this.size = sizeBytes;
        this.sectorSize = sectorSize;
        this.seed = name.hashCode();
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(sizeBytes);
        }
    }

    /** @param sizeBytes may be odd: no multiple of 4096 or of a chunk */
    static DiskBuilder disk(Path folder, String name, long sizeBytes, int sectorSize) throws IOException {
        return new DiskBuilder(folder, name, sizeBytes, sectorSize);
    }

    DiskBuilder gpt() throws IOException {
        gpt = true;
        return parted("mklabel", "gpt");
    }

    DiskBuilder mbr() throws IOException {
        mbr = true;
        return parted("mklabel", "msdos");
    }

    /** An extended partition over the rest of the disk; what follows are logical ones. */
    DiskBuilder extended() throws IOException {
        parted("mkpart", "extended", nextMib * MIB + "B", size / MIB * MIB - 1 + "B");
        nextMib += 1;
        made = 4; // logical partitions are numbered from 5, however many primary ones there are
        return this;
    }

    /** A file system with files in the next partition. */
    DiskBuilder filled(FileSystemKind kind, long mib) throws IOException {
        long start = partition(mib);
        return fill(kind, number(), start, mib * MIB);
    }

    /** A file system with files on the whole disk. */
    DiskBuilder wholeDisk(FileSystemKind kind) throws IOException {
        return fill(kind, 0, 0, size);
    }

    private DiskBuilder fill(FileSystemKind kind, int number, long start, long length) throws IOException {
        Path files = Files.createTempDirectory("pureboot-files");
        FileTree.write(files.resolve("tree"), ++seed, FILE_BYTES, kind.takesOddNames());
        SortedMap<String, String> hashes;
        try (Part part = Part.attach(image, start, length, sectorSize, false)) {
            kind.make(part.device());
            kind.fill(part.device(), files.resolve("tree"));
            hashes = FileTree.hashes(files.resolve("tree"));
        } finally {
            Tool.run("rm", "-r", files);
        }
        partitions.add(new TestDisk.Partition(number, start, length, kind, hashes));
        return this;
    }

    DiskBuilder swap(long mib) throws IOException {
        long start = partition(mib);
        try (Part part = Part.attach(image, start, mib * MIB, sectorSize, false)) {
            Tool.run("mkswap", "-L", "swap", part.device());
        }
        return bytesCount(number(), start, 1);
    }

    /** A partition nobody wrote to. */
    DiskBuilder unformatted(long mib) throws IOException {
        long start = partition(mib);
        return bytesCount(number(), start, mib);
    }

    /** A partition full of bytes that mean nothing to anybody. */
    DiskBuilder unknown(long mib) throws IOException {
        long start = partition(mib);
        noise(start, mib * MIB);
        return bytesCount(number(), start, mib);
    }

    /** A file system that {@code spoil} leaves in a state no map of it can be trusted in; the reason must say why. */
    DiskBuilder spoilt(FileSystemKind kind, long mib, String reason, Spoiling spoil) throws IOException {
        long start = partition(mib);
        try (Part part = Part.attach(image, start, mib * MIB, sectorSize, false)) {
            spoil.make(part.device(), kind);
        }
        raw.put(number(), reason);
        return bytesCount(number(), start, mib);
    }

    /** Makes a file system and spoils it. */
    interface Spoiling {
        void make(Path device, FileSystemKind kind) throws IOException;
    }

    /** Bytes that are in no partition: between table and first partition, and behind the last one. */
    DiskBuilder noiseOutside() throws IOException {
        noise(64 * 1024, 100_000);
        long tail = nextMib * MIB;
        noise(tail, Math.min(300_000, size - tail - MIB));
        partitions.add(new TestDisk.Partition(-1, 64 * 1024, 100_000, null, new TreeMap<>()));
        partitions.add(new TestDisk.Partition(-2, tail, Math.min(300_000, size - tail - MIB), null, new TreeMap<>()));
        return this;
    }

    /** No table: every byte of the disk counts, some of it noise, up to its very last byte. */
    DiskBuilder onlyNoise() throws IOException {
        for (long at = 0; at < size; at += 7 * MIB + 12_345) {
            noise(at, Math.min(200_000, size - at));
        }
        noise(size - 1000, 1000);
        partitions.add(new TestDisk.Partition(0, 0, size, null, new TreeMap<>()));
        return this;
    }

    /** No table and nothing that compresses: as much to transfer as there can be. */
    DiskBuilder fullOfNoise() throws IOException {
        for (long at = 0; at < size; at += MIB) {
            noise(at, Math.min(MIB, size - at));
        }
        partitions.add(new TestDisk.Partition(0, 0, size, null, new TreeMap<>()));
        return this;
    }

    TestDisk build() throws IOException {
        Tool.run("sync", image);
        List<String> layout;
        try (LoopDevice loop = LoopDevice.attach(image, sectorSize)) {
            layout = TestDisk.layout(loop.path());
        }
        return new TestDisk(name, image, size, sectorSize, gpt, layout, List.copyOf(partitions), Map.copyOf(raw));
    }

    private DiskBuilder bytesCount(int number, long start, long mib) {
        partitions.add(new TestDisk.Partition(number, start, mib * MIB, null, new TreeMap<>()));
        return this;
    }

    /** Adds a partition and gives its start in bytes. */
    private long partition(long mib) throws IOException {
        boolean logical = mbr && number() >= 4;
        if (logical) {
            nextMib += 1;
        }
        long start = nextMib * MIB;
        String kind = gpt ? "part" : logical ? "logical" : "primary";
        parted("mkpart", kind, start + "B", start + mib * MIB - 1 + "B");
        nextMib += mib;
        made++;
        return start;
    }

    private int number() {
        return made;
    }

    private void noise(long start, long length) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(length)];
        new Random(start).nextBytes(bytes);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(start);
            file.write(bytes);
        }
    }

    /** On a loop device, because that is how the tool learns the sector size. */
    private DiskBuilder parted(Object... words) throws IOException {
        try (LoopDevice loop = LoopDevice.attach(image, sectorSize)) {
            List<Object> argv = new ArrayList<>(List.of("parted", "--script", "--align", "none", loop.path()));
            argv.addAll(List.of(words));
            Tool.run(argv.toArray());
        }
        return this;
    }
}
