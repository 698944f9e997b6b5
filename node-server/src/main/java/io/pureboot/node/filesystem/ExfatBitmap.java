package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Finds and reads the allocation bitmap of an exFAT volume: one bit a cluster, the lowest bit first. */
final class ExfatBitmap {
    private static final int ENTRY = 32;
    private static final int BITMAP_ENTRY = 0x81;
    private static final int PIECE = 1 << 20;

    private final Window window;
    private final ExfatBoot boot;

    ExfatBitmap(Window window, ExfatBoot boot) {
        this.window = window;
        this.boot = boot;
    }

    ExtentSet usedClusters() throws IOException {
        long first = 0;
        long size = 0;
        for (long cluster = boot.rootCluster(), seen = 0; first == 0; cluster = next(cluster), seen++) {
            if (!boot.hasCluster(cluster) || seen > boot.clusters()) {
                throw new IOException("The exFAT root directory names no allocation bitmap.");
            }
            ByteBuffer directory = window.read(boot.clusterStart(cluster), boot.clusterSize());
            for (int at = 0; at < directory.limit() && first == 0; at += ENTRY) {
                if (Byte.toUnsignedInt(directory.get(at)) == BITMAP_ENTRY && (directory.get(at + 1) & 1) == 0) {
                    first = Integer.toUnsignedLong(directory.getInt(at + 20));
                    size = directory.getLong(at + 24);
                }
            }
        }
        if (size < Math.ceilDiv(boot.clusters(), 8L)) {
            throw new IOException("The exFAT allocation bitmap is too short.");
        }
        return read(first);
    }

    private ExtentSet read(long first) throws IOException {
        BitRuns runs = new BitRuns(boot.heapStart(), boot.clusterSize(), boot.clusters());
        for (long cluster = first; runs.missing() > 0; cluster = next(cluster)) {
            if (!boot.hasCluster(cluster)) {
                throw new IOException("The exFAT allocation bitmap ends too early.");
            }
            for (int at = 0; at < boot.clusterSize() && runs.missing() > 0; at += PIECE) {
                runs.take(window.read(boot.clusterStart(cluster) + at, Math.min(PIECE, boot.clusterSize() - at)));
            }
        }
        ExtentSet used = runs.used();
        if (!runs.covers(boot.clusterStart(first)) || !runs.covers(boot.clusterStart(boot.rootCluster()))) {
            throw new IOException("The exFAT allocation bitmap calls its own blocks free.");
        }
        return used;
    }

    private long next(long cluster) throws IOException {
        return Integer.toUnsignedLong(
                window.read(boot.fatStart() + cluster * 4, 4).getInt(0));
    }
}
