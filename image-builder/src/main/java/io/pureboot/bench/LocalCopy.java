package io.pureboot.bench;

import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.block.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The limit: the used bytes alone, on one machine, past the page cache, several requests in flight, no check. */
final class LocalCopy implements Contender {
    private static final int PIECE = 4 << 20;
    private static final int IN_FLIGHT = 4;
    private static final int ALIGNMENT = 4096;

    @Override
    public String name() {
        return "local O_DIRECT copy of the used bytes";
    }

    @Override
    public double floor() {
        return 0.5;
    }

    @Override
    public Copied copy(Disks disks) throws IOException, InterruptedException {
        List<Extent> pieces = pieces(disks);
        double cpuBefore = CpuTime.own();
        long start = System.nanoTime();
        try (DirectBlockDevice source =
                        DirectBlockDevice.openReadOnly(disks.source().device());
                DirectBlockDevice target =
                        DirectBlockDevice.openExclusive(disks.target().device())) {
            inParallel(pieces, source, target);
            target.flush();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Copied(seconds, CpuTime.own() - cpuBefore, 0);
    }

    private static List<Extent> pieces(Disks disks) {
        List<Extent> pieces = new ArrayList<>();
        for (Extent extent : disks.used()) {
            long first = extent.start() / ALIGNMENT * ALIGNMENT;
            long end = Math.min(disks.size(), (extent.end() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
            for (long at = first; at < end; at += PIECE) {
                pieces.add(new Extent(at, Math.min(PIECE, end - at)));
            }
        }
        return pieces;
    }

    private static void inParallel(List<Extent> pieces, DirectBlockDevice source, DirectBlockDevice target)
            throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(IN_FLIGHT)) {
            List<Future<?>> copies = new ArrayList<>();
            for (int i = 0; i < IN_FLIGHT; i++) {
                copies.add(threads.submit(() -> {
                    ByteBuffer buffer =
                            ByteBuffer.allocateDirect(PIECE + ALIGNMENT).alignedSlice(ALIGNMENT);
                    for (int piece = next.getAndIncrement(); piece < pieces.size(); piece = next.getAndIncrement()) {
                        Extent extent = pieces.get(piece);
                        source.read(buffer.clear().limit((int) extent.length()), extent.start());
                        target.write(buffer.flip(), extent.start());
                    }
                    return null;
                }));
            }
            for (Future<?> copy : copies) {
                copy.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the local copy failed: " + e.getCause(), e);
        }
    }
}
