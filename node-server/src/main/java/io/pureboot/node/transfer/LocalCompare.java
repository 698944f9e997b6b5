package io.pureboot.node.transfer;

import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;

/** Finds out which chunks the target holds already, by digests alone. */
final class LocalCompare {
    /** Every so many used chunks one is looked at before deciding. */
    private static final int SAMPLE_EVERY = 64;

    private static final int LEAST_SAMPLES = 8;
    private static final int MOST_SAMPLES = 64;
    /** Of the samples that are not zeros; less is not worth hashing both disks. */
    private static final double WORTH_IT = 0.125;

    private static final int THREADS = 2;

    private final SourceEndpoint source;
    private final ReadBack target;
    private final ChunkMap map;
    private final DigestTable digests;

    LocalCompare(SourceEndpoint source, ReadBack target, ChunkMap map, DigestTable digests) {
        this.source = source;
        this.target = target;
        this.map = map;
        this.digests = digests;
    }

    /** Whether a few chunks, spread over the disk, say that the target holds much of the content. */
    boolean promising() {
        BitSet sample = sample();
        BitSet same = same(sample, new TransferMeter());
        int telling = 0;
        int equal = 0;
        for (int chunk = sample.nextSetBit(0); chunk >= 0; chunk = sample.nextSetBit(chunk + 1)) {
            if (!digests.get(chunk).equals(Optional.of(Digest.ofZeros(map.length(chunk))))) {
                telling++;
                equal += same.get(chunk) ? 1 : 0;
            }
        }
        return equal > 0 && equal >= telling * WORTH_IT;
    }

    private BitSet sample() {
        int used = map.usedCount();
        int samples = Math.clamp(used / SAMPLE_EVERY, LEAST_SAMPLES, MOST_SAMPLES);
        int step = Math.max(1, used / samples);
        BitSet sample = new BitSet();
        BitSet all = map.usedChunks();
        int number = 0;
        for (int chunk = all.nextSetBit(0); chunk >= 0; chunk = all.nextSetBit(chunk + 1)) {
            if (number++ % step == step / 2) {
                sample.set(chunk);
            }
        }
        return sample;
    }

    /**
     * Those of the chunks that are the same on both disks.
     *
     * @param meter told the bytes of these
     */
    BitSet same(BitSet chunks, TransferMeter meter) {
        ChunkQueue queue = new ChunkQueue(chunks);
        BitSet same = new BitSet();
        new Crew(source.cancellation()).run("target-compare", THREADS, () -> compare(queue, same, meter));
        return same;
    }

    private void compare(ChunkQueue queue, BitSet same, TransferMeter meter) {
        SourceEndpoint.Persistence persistence = new SourceEndpoint.Persistence(source);
        ChunkRun run = queue.takeRun(SourceRoutes.MOST_DIGESTS);
        while (run.count() > 0) {
            try (SourceLink link = source.open()) {
                while (run.count() > 0) {
                    compare(link.digests(run.first(), run.count()), run, same, meter);
                    persistence.succeeded();
                    run = queue.takeRun(SourceRoutes.MOST_DIGESTS);
                }
            } catch (IOException e) {
                persistence.failed(e);
            }
        }
    }

    private void compare(SourceLink.DigestRun theirs, ChunkRun run, BitSet same, TransferMeter meter) {
        for (int chunk = run.first(); chunk < run.first() + run.count(); chunk++) {
            source.cancellation().check();
            Digest digest = theirs.of(chunk);
            if (digest.equals(Digest.UNKNOWN)) {
                continue;
            }
            digests.put(chunk, digest);
            if (target.digest(chunk).equals(digest)) {
                synchronized (same) {
                    same.set(chunk);
                }
                meter.add(map.length(chunk));
            }
        }
    }
}
