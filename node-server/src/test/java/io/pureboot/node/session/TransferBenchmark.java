package io.pureboot.node.session;

import io.pureboot.linux.block.AlignedBuffers;
import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.node.tls.TestAuthority;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.session.SourceReady;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long a clone takes between two processes and two loop devices, against its limit, a local copy of the used bytes
 * past the page cache. Arguments: folder with room, gigabytes used, then options of the node's Java.
 */
public final class TransferBenchmark {
    private static final int CHUNK = 4 << 20;
    private static final long SIZE = 8L << 30;

    private TransferBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path dir = Path.of(arguments[0]);
        long used = Math.round(Double.parseDouble(arguments[1]) * 1e9);
        List<String> options = List.of(arguments).subList(2, arguments.length);
        List<Extent> extents = spread(used);
        try (LoopDevice source = LoopDevice.create(dir.resolve("bench-source"), SIZE, 512);
                LoopDevice target = LoopDevice.create(dir.resolve("bench-target"), SIZE, 512)) {
            fill(source.file(), extents);
            double limit = Double.MAX_VALUE;
            for (int i = 0; i < 3; i++) {
                clear(target);
                limit = Math.min(limit, copy(source, target, extents));
            }
            System.out.printf(Locale.ROOT, "limit: local copy of %.2f GB %.2f s%n", used / 1e9, limit);
            run(dir, source, target, extents, used / 1e9, limit, options);
        } finally {
            Files.deleteIfExists(dir.resolve("bench-source"));
            Files.deleteIfExists(dir.resolve("bench-target"));
        }
    }

    private static void run(
            Path dir,
            LoopDevice source,
            LoopDevice target,
            List<Extent> extents,
            double gigabytes,
            double limit,
            List<String> options)
            throws Exception {
        TestAuthority authority = new TestAuthority();
        try (ProcessNode from = new ProcessNode(
                        authority, "source-node", source.path().toString(), dir.resolve("a"), extents, options);
                ProcessNode to = new ProcessNode(
                        authority, "target-node", target.path().toString(), dir.resolve("b"), List.of(), options)) {
            for (int round = 1; round <= Integer.getInteger("rounds", 3); round++) {
                clear(target);
                String session = "bench-" + System.nanoTime();
                from.order(new Order.Source(session, source.path().toString(), null, 0, false));
                SourceReady ready = from.reports.awaitReady(round);
                Thread.sleep(Integer.getInteger("idle", 0));
                double fromCpu = from.cpuSeconds();
                double toCpu = to.cpuSeconds();
                long start = System.nanoTime();
                String url = "https://" + ready.ip() + ":" + ready.port();
                to.order(new Order.Target(session, target.path().toString(), null, "source-node", url, "none", false));
                to.reports.awaitComplete(round);
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%s: %.2f s, %.0f %% of the limit; CPU s/GB source %.2f target %.2f; memory MB source %d target"
                                + " %d%n",
                        round == 1 ? "cold" : "warm",
                        seconds,
                        100 * limit / seconds,
                        (from.cpuSeconds() - fromCpu) / gigabytes,
                        (to.cpuSeconds() - toCpu) / gigabytes,
                        from.peakMemory() >> 20,
                        to.peakMemory() >> 20);
            }
        }
    }

    private static List<Extent> spread(long used) {
        List<Extent> extents = new ArrayList<>();
        long pieces = 24;
        for (long i = 0; i < pieces; i++) {
            extents.add(new Extent(i * (SIZE / pieces) / CHUNK * CHUNK, used / pieces / CHUNK * CHUNK));
        }
        return extents;
    }

    private static void fill(Path file, List<Extent> extents) throws IOException {
        Random random = new Random(1);
        byte[] block = new byte[CHUNK];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (Extent extent : extents) {
                for (long at = extent.start(); at < extent.end(); at += CHUNK) {
                    random.nextBytes(block);
                    channel.write(ByteBuffer.wrap(block), at);
                }
            }
            channel.force(true);
        }
    }

    private static void clear(LoopDevice target) throws IOException {
        try (BlockDevice device = Devices.direct().target(target.path().toString())) {
            device.discard(new Extent(0, device.size()));
            device.flush();
        }
    }

    private static double copy(LoopDevice source, LoopDevice target, List<Extent> extents) throws Exception {
        try (BlockDevice from = Devices.direct().source(source.path().toString());
                BlockDevice to = Devices.direct().target(target.path().toString())) {
            List<Long> chunks = new ArrayList<>();
            for (Extent extent : extents) {
                for (long at = extent.start(); at < extent.end(); at += CHUNK) {
                    chunks.add(at);
                }
            }
            AtomicInteger next = new AtomicInteger();
            long start = System.nanoTime();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(Thread.ofPlatform().start(() -> copyChunks(from, to, chunks, next)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            to.flush();
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static void copyChunks(BlockDevice from, BlockDevice to, List<Long> chunks, AtomicInteger next) {
        ByteBuffer buffer = AlignedBuffers.allocate(CHUNK);
        try {
            for (int i = next.getAndIncrement(); i < chunks.size(); i = next.getAndIncrement()) {
                from.read(buffer.clear(), chunks.get(i));
                to.write(buffer.flip(), chunks.get(i));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
