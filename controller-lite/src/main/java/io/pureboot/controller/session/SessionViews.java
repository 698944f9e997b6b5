package io.pureboot.controller.session;

import io.pureboot.controller.node.Nodes;
import io.pureboot.controller.node.Presence;
import io.pureboot.controller.store.NodeRow;
import io.pureboot.controller.store.ReceiptStore;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.SessionStatus;
import org.jspecify.annotations.Nullable;

/** Sessions as the API shows them. */
public final class SessionViews {
    private final Nodes nodes;
    private final Presence presence;
    private final ReceiptStore receipts;

    public SessionViews(Nodes nodes, Presence presence, ReceiptStore receipts) {
        this.nodes = nodes;
        this.presence = presence;
        this.receipts = receipts;
    }

    public CloneSession of(SessionRow row) {
        String source = String.valueOf(row.source().nodeId());
        String target = row.target().nodeId();
        return new CloneSession(
                row.id(),
                row.name(),
                row.status(),
                row.mode(),
                source,
                name(source),
                target,
                name(target),
                row.source().device(),
                row.target().device(),
                row.sourceIp(),
                row.resizeMode(),
                row.bytesTotal(),
                row.bytesTransferred(),
                row.transferRateBps(),
                percent(row),
                row.error(),
                row.createdAt(),
                row.startedAt(),
                row.completedAt(),
                row.sourcePort(),
                row.target().progress().phase(),
                row.staging().backendId(),
                row.staging().path(),
                row.staging().status(),
                row.sourceSizeBytes(),
                row.source().progress().bytes(),
                row.verifiedBytes(),
                row.rescue(),
                receipts.has(row.id()),
                row.createdBy(),
                row.stages().sourceReadyAt(),
                row.stages().cloningAt(),
                row.stages().transferredAt(),
                row.stages().verifiedAt(),
                row.notes(),
                presence.online(source),
                target != null && presence.online(target));
    }

    /** Whole seconds from start to end. */
    public long seconds(SessionRow row) {
        return SessionEvents.seconds(row);
    }

    private @Nullable String name(@Nullable String nodeId) {
        return nodes.find(nodeId).map(NodeRow::name).orElse(null);
    }

    /** Of the bytes to copy, rounded to a tenth; 0 when that is unknown. 100 before the end means: being verified. */
    static double percent(SessionRow row) {
        Long total = row.bytesTotal();
        if (row.status() == SessionStatus.COMPLETED) {
            return 100.0;
        }
        if (total == null || total == 0) {
            return 0.0;
        }
        return Math.min(100.0, Math.floor(1000.0 * row.bytesTransferred() / total) / 10.0);
    }
}
