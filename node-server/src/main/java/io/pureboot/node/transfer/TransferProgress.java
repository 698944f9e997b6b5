package io.pureboot.node.transfer;

import io.pureboot.protocol.session.TransferPhase;

/** Where a transfer is; read by whoever reports it. */
public final class TransferProgress {
    /**
     * @param bytes done within the phase
     * @param rate bytes a second
     */
    public record Snapshot(TransferPhase phase, long bytes, long total, long rate) {}

    private final Runnable phaseChanged;
    private boolean begun;
    private TransferPhase phase = TransferPhase.TRANSFERRING;
    private long total;
    private TransferMeter meter = new TransferMeter();

    /** @param phaseChanged called by the thread that begins a phase */
    public TransferProgress(Runnable phaseChanged) {
        this.phaseChanged = phaseChanged;
    }

    /** Begins a phase; its bytes are told to the meter returned. */
    public TransferMeter begin(TransferPhase next, long bytesTotal) {
        return begin(next, bytesTotal, 0);
    }

    /** Begins a phase of which so many bytes are done already. */
    TransferMeter begin(TransferPhase next, long bytesTotal, long done) {
        TransferMeter fresh = TransferMeter.from(done);
        synchronized (this) {
            begun = true;
            phase = next;
            total = bytesTotal;
            meter = fresh;
        }
        phaseChanged.run();
        return fresh;
    }

    /** Whether any phase has begun: the target may be written to from then on. */
    public synchronized boolean begun() {
        return begun;
    }

    public synchronized Snapshot snapshot() {
        return new Snapshot(phase, meter.bytes(), total, meter.rate());
    }
}
