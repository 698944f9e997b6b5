package io.pureboot.controller.session;

import io.pureboot.controller.store.PartitionStore;
import io.pureboot.controller.store.ReceiptStore;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.controller.store.SessionStore;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.session.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Binds sessions to disks. To what a disk without a name held at its last scan only while nothing that was ordered here
 * has written to it since, or is writing: the right disk would be refused.
 */
final class DiskBinding {
    /**
     * Between the end of work on a node, when it scans, and the time its report of that end is taken here; the node's
     * clock may be a little behind, too.
     */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final SessionStore sessions;
    private final PartitionStore partitions;
    private final ReceiptStore receipts;

    DiskBinding(SessionStore sessions, PartitionStore partitions, ReceiptStore receipts) {
        this.sessions = sessions;
        this.partitions = partitions;
        this.receipts = receipts;
    }

    SessionRow.Side bind(SessionRow.Side side, DiskInfo scan, FreshLook.Looked looked) {
        boolean known = side.contents() != null || !scan.identity().nameless() || tells(side, scan, looked);
        return known ? side.bound(scan) : side.identified(scan);
    }

    /** Whether the disk holds what the scan says. The node's clock is not asked about a scan made for this. */
    private boolean tells(SessionRow.Side side, DiskInfo scan, FreshLook.Looked looked) {
        String node = String.valueOf(side.nodeId());
        if (looked.seen().contains(node)) {
            return !beingWritten(node, scan);
        }
        return !looked.unseen().contains(node) && !writtenSince(node, scan);
    }

    private boolean beingWritten(String node, DiskInfo scan) {
        return sessions.writing(node, scan.device()).stream().anyMatch(SessionRow::active)
                || partitions.jobs().stream()
                        .filter(job -> job.nodeId().equals(node) && job.device().equals(scan.device()))
                        .anyMatch(job -> job.view() != null && job.view().running());
    }

    private boolean writtenSince(String node, DiskInfo scan) {
        return sessions.writing(node, scan.device()).stream().anyMatch(row -> wroteSince(row, scan))
                || partitions.jobs().stream()
                        .filter(job -> job.nodeId().equals(node) && job.device().equals(scan.device()))
                        .anyMatch(job -> job.live() || begunSince(job, scan))
                || partitions.operations(node).stream()
                        .filter(operation -> operation.device().equals(scan.device()))
                        .anyMatch(operation -> endedSince(operation.executedAt(), scan));
    }

    private boolean wroteSince(SessionRow row, DiskInfo scan) {
        if (row.active()) {
            return true;
        }
        // Its target had no orders before.
        if (row.stages().sourceReadyAt() == null) {
            return false;
        }
        return verified(row.id())
                .map(end -> end.isAfter(scan.scannedAt()))
                .orElseGet(() -> endedSince(row.completedAt(), scan));
    }

    /** By the clock of the node that scans. */
    private Optional<Instant> verified(String sessionId) {
        return receipts.find(sessionId)
                .map(signed -> ReceiptCheck.parse(signed.receiptJson()))
                .map(Receipt::verifiedAt);
    }

    private static boolean begunSince(PartitionStore.JobRow job, DiskInfo scan) {
        PartitionJob view = job.view();
        return view != null
                && !view.state().equals("rejected")
                && view.startedAt().isAfter(scan.scannedAt());
    }

    private static boolean endedSince(@Nullable Instant end, DiskInfo scan) {
        return end != null && end.minus(SLACK).isAfter(scan.scannedAt());
    }
}
