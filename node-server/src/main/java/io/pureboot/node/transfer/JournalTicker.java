package io.pureboot.node.transfer;

import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes every two seconds which chunks are written. */
final class JournalTicker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalTicker.class);
    private static final long PERIOD_SECONDS = 2;

    private final TransferJournal journal;
    private final ChunkWriter writer;
    private final BitSet before;
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("target-journal"));

    /** @param before chunks that are there already */
    JournalTicker(TransferJournal journal, ChunkWriter writer, BitSet before) {
        this.journal = journal;
        this.writer = writer;
        this.before = (BitSet) before.clone();
        ticks.scheduleWithFixedDelay(this::tick, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void tick() {
        try {
            record();
        } catch (IOException e) {
            LOG.warn("the journal cannot be written, a restart would compare more than needed: {}", e.getMessage());
        }
    }

    synchronized void record() throws IOException {
        BitSet chunks = writer.written();
        chunks.or(before);
        journal.record(chunks);
    }

    @Override
    public void close() {
        ticks.shutdown();
    }
}
