package io.pureboot.protocol.partition;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list of operations being carried out on a disk, or how that ended.
 *
 * @param state waiting (its node has not begun), running, completed, failed, cancelled, interrupted (its program died),
 *     undoing, undone, table_restored, abandoned or rejected (never begun); in failed, cancelled and interrupted it can be
 *     continued, undone or abandoned
 * @param step index of the step now, {@code steps} when all are done
 * @param doing the step in words, null when nothing runs
 * @param bytesDone of a long copy, else 0; {@code bytesTotal} too
 * @param rateBps bytes per second of a long copy
 * @param etaSeconds until a long copy is done, null when unknown
 * @param error why it stopped, for a person
 * @param undoExcuse why it cannot be undone, null when it can
 * @param begunOn {@link #NODE} or {@link #CONTROLLER}, where a person applied the operations; null in what a node says
 */
public record PartitionJob(
        String id,
        String device,
        String state,
        int step,
        int steps,
        @Nullable String doing,
        long bytesDone,
        long bytesTotal,
        @Nullable Long rateBps,
        @Nullable Long etaSeconds,
        @Nullable String error,
        @Nullable String undoExcuse,
        List<Operation> operations,
        Instant startedAt,
        @Nullable String begunOn) {
    public static final String NODE = "node";
    public static final String CONTROLLER = "controller";

    /** The table that the disk had before the job was put back. */
    public static final String RESTORED = "table_restored";

    /** Left as it was when it stopped. */
    public static final String ABANDONED = "abandoned";

    public PartitionJob {
        operations = List.copyOf(operations);
    }

    /** As a node says it, who does not tell where it was begun. */
    public PartitionJob(
            String id,
            String device,
            String state,
            int step,
            int steps,
            @Nullable String doing,
            long bytesDone,
            long bytesTotal,
            @Nullable Long rateBps,
            @Nullable Long etaSeconds,
            @Nullable String error,
            @Nullable String undoExcuse,
            List<Operation> operations,
            Instant startedAt) {
        this(
                id,
                device,
                state,
                step,
                steps,
                doing,
                bytesDone,
                bytesTotal,
                rateBps,
                etaSeconds,
                error,
                undoExcuse,
                operations,
                startedAt,
                null);
    }

    /**
     * One operation of it.
     *
     * @param status pending, running, completed or failed
     * @param params as in the queue; null when not known
     */
    public record Operation(
            String id,
            String operation,
            String status,
            @Nullable String errorMessage,
            @Nullable Map<String, Object> params) {
        public Operation {
            params = params == null ? null : Map.copyOf(params);
        }

        public Operation(String id, String operation, String status, @Nullable String errorMessage) {
            this(id, operation, status, errorMessage, null);
        }
    }

    /** A job that was never begun, and why. */
    public static PartitionJob rejected(String id, String device, String why, List<Operation> operations, Instant now) {
        return new PartitionJob(
                id, device, "rejected", 0, 0, null, 0, 0, null, null, why, "It was never begun.", operations, now);
    }

    /** A job that its node has not taken up yet. */
    public static PartitionJob waiting(String id, String device, List<Operation> operations, Instant now) {
        return new PartitionJob(
                id, device, "waiting", 0, 0, null, 0, 0, null, null, null, "It was never begun.", operations, now);
    }

    /** This with a reason why nothing was changed, or without one. */
    public PartitionJob because(@Nullable String why) {
        return new PartitionJob(
                id,
                device,
                state,
                step,
                steps,
                doing,
                bytesDone,
                bytesTotal,
                rateBps,
                etaSeconds,
                why,
                undoExcuse,
                operations,
                startedAt,
                begunOn);
    }

    /** This with the place where it was begun. */
    public PartitionJob begunOn(String place) {
        return new PartitionJob(
                id,
                device,
                state,
                step,
                steps,
                doing,
                bytesDone,
                bytesTotal,
                rateBps,
                etaSeconds,
                error,
                undoExcuse,
                operations,
                startedAt,
                place);
    }

    /** Whether it waits for somebody to continue or undo it. */
    public boolean stopped() {
        return state.equals("failed") || state.equals("cancelled") || state.equals("interrupted");
    }

    public boolean running() {
        return state.equals("running") || state.equals("undoing");
    }

    /** This with a copy that has reached {@code reached} bytes, {@code copied} of them in the last {@code nanos}. */
    public PartitionJob moving(long reached, long copied, long nanos) {
        if (nanos <= 0 || copied <= 0) {
            return this;
        }
        long rate = Math.max(1, (long) (copied * 1e9 / nanos));
        long left = state.equals("undoing") ? reached : bytesTotal - reached;
        return new PartitionJob(
                id,
                device,
                state,
                step,
                steps,
                doing,
                reached,
                bytesTotal,
                rate,
                Math.ceilDiv(left, rate),
                error,
                undoExcuse,
                operations,
                startedAt,
                begunOn);
    }
}
