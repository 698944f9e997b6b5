package io.pureboot.node.filesystem;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.node.disk.Disks;
import io.pureboot.node.disk.SystemDiskScanner;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.session.PartitionNote;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Scans and maps a loop device, and restores what the map names onto a disk full of junk. */
final class MapFixture {
    private MapFixture() {}

    static DiskInfo scan(LoopDevice loop) throws IOException {
        return new SystemDiskScanner(
                        BlockDevices.ofThisMachine(),
                        InUse.ofThisMachine(),
                        Disks.RUNNER,
                        Optional.of(List.of(loop.path().toString())),
                        Clock.systemUTC())
                .scan(loop.path().toString());
    }

    static UsedMap map(LoopDevice loop) throws IOException {
        return new FileSystemExtentMapper(Disks.RUNNER).map(scan(loop));
    }

    static PartitionNote note(UsedMap map, int number) {
        return map.notes().stream()
                .filter(note -> note.number() == number)
                .findFirst()
                .orElseThrow();
    }

    /** A file of the map's size: junk, with the mapped extents of the source over it. */
    static Path restore(Path source, UsedMap map, Path folder) throws IOException {
        Path target = Files.createTempFile(folder, "restored", ".img");
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) 0xee);
        try (RandomAccessFile from = new RandomAccessFile(source.toFile(), "r");
                RandomAccessFile to = new RandomAccessFile(target.toFile(), "rw")) {
            for (long at = 0; at < map.diskSize(); at += piece.length) {
                to.write(piece, 0, (int) Math.min(piece.length, map.diskSize() - at));
            }
            for (Extent extent : map.extents()) {
                from.seek(extent.start());
                to.seek(extent.start());
                for (long left = extent.length(); left > 0; left -= piece.length) {
                    int some = (int) Math.min(left, piece.length);
                    from.readFully(piece, 0, some);
                    to.write(piece, 0, some);
                }
            }
        }
        return target;
    }

    /** The first byte of {@code inner} that no extent of {@code outer} holds, or -1. */
    static long firstMissing(List<Extent> inner, List<Extent> outer) {
        int at = 0;
        for (Extent wanted : inner) {
            long position = wanted.start();
            while (position < wanted.end()) {
                while (at < outer.size() && outer.get(at).end() <= position) {
                    at++;
                }
                if (at == outer.size() || outer.get(at).start() > position) {
                    return position;
                }
                position = outer.get(at).end();
            }
        }
        return -1;
    }
}
