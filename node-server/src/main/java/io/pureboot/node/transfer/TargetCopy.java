package io.pureboot.node.transfer;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.ByteRange;
import io.pureboot.protocol.session.TransferPhase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Makes a target equal to its source: clears it, takes over what it holds already, fetches and writes the rest, and
 * reads everything back.
 */
public final class TargetCopy {
    /** Between two questions for chunks the source has trouble with. */
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** Of the chunks compared while others were still written, those read again at the end. */
    private static final int SAMPLE_EVERY = 16;

    /**
     * What a copy has to go by.
     *
     * @param oldPartitions of the target before, in bytes
     * @param entry what the journal says while this very copy is under way; anything else there is of no use
     * @param connections to fetch over
     */
    public record Task(
            SourceEndpoint source,
            SourceDescription description,
            BlockDevice device,
            TransferJournal.Entry entry,
            List<ByteRange> oldPartitions,
            TransferJournal journal,
            TransferProgress progress,
            int connections) {}

    /** How it went; every used chunk was compared with what the source read. */
    public record Outcome(
            String manifestSha256,
            long chunks,
            long bytesUsed,
            long bytesReceived,
            long bytesReused,
            List<ByteRange> unreadable,
            Instant transferredAt,
            Instant verifiedAt) {}

    private final Task task;
    private final ChunkMap map;
    private final DigestTable digests;
    private final ReadBack readBack;
    private final LocalCompare compare;
    private final Cancellation cancellation;
    private final int trailingDistance;
    private long received;
    /** Chunks that were on the target before and did not have to be fetched. */
    private BitSet taken = new BitSet();
    /** Of the source, as last seen. */
    private String run;
    /** Chunks that were read back and equal while others were still written. */
    private BitSet early = new BitSet();

    public TargetCopy(Task task) {
        this(task, TrailingReadBack.DISTANCE);
    }

    /** @param trailingDistance chunks between what is written and what is read back meanwhile */
    TargetCopy(Task task, int trailingDistance) {
        this.task = task;
        this.trailingDistance = trailingDistance;
        this.map = task.description().map();
        this.run = task.description().run();
        this.digests = new DigestTable(map);
        this.cancellation = task.source().cancellation();
        this.readBack = new ReadBack(task.device(), map, digests, cancellation);
        this.compare = new LocalCompare(task.source(), readBack, map, digests);
    }

    /**
     * Overwrites the target.
     *
     * @throws ProblemException DEVICE_IO naming the bytes that could not be read or written, or do not stay as written
     * @throws IOException when the target cannot be cleared or flushed, or the journal not be written
     */
    public Outcome run() throws IOException {
        BitSet candidates = prepare();
        TransferMeter meter = task.progress().begin(TransferPhase.TRANSFERRING, map.usedBytes());
        taken = compare.same(candidates, meter);
        fetchAndFollow(fetched(), taken, meter);
        if (sourceRestarted()) {
            taken.andNot(renewed());
        }
        return verified(Instant.now());
    }

    /**
     * Once more, after {@link #run}, because the source has begun anew since: what its disk holds now is compared with
     * the target, fetched where it differs, and read back.
     *
     * @throws ProblemException as {@link #run}; DEVICE_CHANGED when the source serves other parts of its disk now
     */
    public Outcome again() throws IOException {
        sourceRestarted();
        taken.andNot(renewed());
        return verified(Instant.now());
    }

    /** Which run of the source everything was compared with, see {@link SourceDescription}. */
    public String sourceRun() {
        return run;
    }

    private BitSet fetched() {
        BitSet fetched = map.usedChunks();
        fetched.andNot(taken);
        return fetched;
    }

    private Outcome verified(Instant transferredAt) throws IOException {
        verify(fetched(), taken);
        return new Outcome(
                digests.manifestSha256().orElseThrow(),
                map.usedCount(),
                map.usedBytes(),
                received,
                bytes(taken),
                unreadable(),
                transferredAt,
                Instant.now());
    }

    /** Clears the target unless that was done before; returns the chunks that may be there already. */
    private BitSet prepare() throws IOException {
        boolean begun = task.journal()
                .entry()
                .filter(entry -> entry.equals(task.entry().at(TransferJournal.Stage.WRITING)))
                .isPresent();
        if (begun) {
            BitSet written = task.journal().chunks();
            written.and(map.usedChunks());
            return written;
        }
        boolean delta = compare.promising();
        task.journal().record(task.entry().at(TransferJournal.Stage.WIPING));
        task.journal().record(new BitSet());
        // Told before the first byte changes: what the target held is not asked for any more from then on.
        task.progress().begin(TransferPhase.TRANSFERRING, map.usedBytes());
        wipe(delta);
        task.journal().record(task.entry().at(TransferJournal.Stage.WRITING));
        return delta ? map.usedChunks() : new BitSet();
    }

    private void wipe(boolean delta) throws IOException {
        BlockDevice device = task.device();
        List<ByteRange> partitions = new ArrayList<>(task.oldPartitions());
        partitions.addAll(task.description().partitions());
        List<Extent> unused = delta ? map.unused(device.size()) : List.of(new Extent(0, device.size()));
        List<Extent> signatures = SignaturePlaces.outside(map, device.size(), device.logicalSectorSize(), partitions);
        new TargetWipe(device, cancellation).wipe(unused, signatures);
    }

    private void fetchAndFollow(BitSet wanted, BitSet present, TransferMeter meter) throws IOException {
        try (ChunkWriter writer = new ChunkWriter(task.device(), map, task.connections(), meter)) {
            TrailingReadBack trailing = new TrailingReadBack(task.device(), readBack, writer, trailingDistance);
            try (trailing) {
                fetch(wanted, present, writer);
            }
            trailing.check();
            early = trailing.foundDifference() ? new BitSet() : trailing.equal();
        }
    }

    private void fetch(BitSet wanted, BitSet present, ChunkWriter writer) throws IOException {
        try (JournalTicker ticker = new JournalTicker(task.journal(), writer, present)) {
            ChunkFetch fetch = new ChunkFetch(map, digests, writer);
            Fetchers fetchers = new Fetchers(task.source(), fetch, task.connections());
            fetchers.fetch(wanted, false);
            for (BitSet again = fetch.takeDeferred(); !again.isEmpty(); again = fetch.takeDeferred()) {
                fetchers.fetch(again, true);
                cancellation.sleep(RETRY);
            }
            writer.finish();
            ticker.record();
            if (!fetch.refused().isEmpty()) {
                throw new ProblemException(
                        ProblemType.DEVICE_IO,
                        "The source disk cannot be read everywhere: "
                                + new UnreadableException("it", fetch.refused()).getMessage()
                                + ". Clone with rescue to have zeros there.");
            }
            received += fetch.bytesReceived();
        }
    }

    /**
     * Whether the source's node has begun anew since it was last asked. Nobody has watched over its disk in between.
     *
     * @throws ProblemException when it serves other parts of the disk now, or is of another build
     */
    private boolean sourceRestarted() {
        SourceDescription now =
                task.source().persistently(link -> link.json("GET", "/v1/session", "", SourceDescription.class));
        now.isUnderstood();
        if (!now.sameDisk(task.description())) {
            throw new ProblemException(
                    ProblemType.DEVICE_CHANGED,
                    "The source disk was changed while its node was away. Start the clone again: what is the same by"
                            + " now is not fetched twice.");
        }
        boolean restarted = !now.run().equals(run);
        run = now.run();
        return restarted;
    }

    /** Compares everything with what the source disk holds now, and fetches what differs; returns those chunks. */
    private BitSet renewed() throws IOException {
        BitSet fetched = new BitSet();
        do {
            task.device().flush();
            early = compare.same(map.usedChunks(), task.progress().begin(TransferPhase.VERIFYING, map.usedBytes()));
            BitSet different = map.usedChunks();
            different.andNot(early);
            try (ChunkWriter writer = new ChunkWriter(task.device(), map, task.connections(), new TransferMeter())) {
                fetch(different, early, writer);
            }
            fetched.or(different);
        } while (sourceRestarted());
        return fetched;
    }

    /** All the source knows of, also from before a restart of this process. */
    private List<ByteRange> unreadable() {
        return List.of(task.source().persistently(link -> link.json("GET", "/v1/unreadable", "", ByteRange[].class)));
    }

    private void verify(BitSet fetched, BitSet same) throws IOException {
        // What was taken over has been read from the disk and compared in this very run, too.
        BitSet done = (BitSet) early.clone();
        done.or(same);
        BitSet unread = (BitSet) fetched.clone();
        unread.andNot(done);
        unread.or(samples(done));
        done.andNot(unread);
        TransferMeter meter = task.progress().begin(TransferPhase.VERIFYING, map.usedBytes(), bytes(done));
        task.device().flush();
        BitSet different = readBack.different(unread, meter);
        if (different.isEmpty()) {
            return;
        }
        // Such a disk may as well have lost what was right when it was read.
        different.or(readBack.different(done, new TransferMeter()));
        BitSet present = map.usedChunks();
        present.andNot(different);
        try (ChunkWriter writer = new ChunkWriter(task.device(), map, task.connections(), new TransferMeter())) {
            fetch(different, present, writer);
        }
        if (sourceRestarted()) {
            renewed();
        }
        task.device().flush();
        // All of it: a disk smaller than it claims keeps what was written last, at the cost of what was right before.
        BitSet still =
                readBack.different(map.usedChunks(), task.progress().begin(TransferPhase.VERIFYING, map.usedBytes()));
        if (!still.isEmpty()) {
            throw new ProblemException(
                    ProblemType.DEVICE_IO,
                    task.device().name() + " does not keep what is written to it: "
                            + still.cardinality() + " chunks of " + ChunkMap.CHUNK
                            + " bytes read back different after being written twice, the first at byte "
                            + map.start(still.nextSetBit(0))
                            + ". The disk, its cable or its controller is broken, or it has less room than it claims.");
        }
    }

    /** Of chunks that were right when they were read: a disk that claims to be larger than it is overwrites itself. */
    private static BitSet samples(BitSet chunks) {
        BitSet samples = new BitSet();
        int number = 0;
        for (int chunk = chunks.nextSetBit(0); chunk >= 0; chunk = chunks.nextSetBit(chunk + 1)) {
            if (number++ % SAMPLE_EVERY == 0) {
                samples.set(chunk);
            }
        }
        return samples;
    }

    private long bytes(BitSet chunks) {
        return chunks.stream().mapToLong(map::length).sum();
    }
}
