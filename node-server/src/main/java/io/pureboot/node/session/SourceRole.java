package io.pureboot.node.session;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.node.filesystem.UsedMap;
import io.pureboot.node.transfer.Cancellation;
import io.pureboot.node.transfer.ChunkMap;
import io.pureboot.node.transfer.Digest;
import io.pureboot.node.transfer.SourceContent;
import io.pureboot.node.transfer.SourceDescription;
import io.pureboot.node.transfer.SourceServer;
import io.pureboot.node.transfer.TransferMeter;
import io.pureboot.protocol.disk.DiskContents;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.session.ByteRange;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.PartitionNote;
import io.pureboot.protocol.session.SourceReady;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Serves a disk for a session until it is released. The disk is opened for reading only. */
final class SourceRole implements RoleRun {
    private static final Duration REPORT = Duration.ofSeconds(2);

    private volatile Order.Source order;
    private final SessionParts parts;
    private final Cancellation cancellation = new Cancellation();
    private final SessionCredentials credentials;
    private final RoleState state;
    private volatile int servedPort = -1;

    SourceRole(Order.Source order, SessionParts parts) {
        this.order = order;
        this.parts = parts;
        this.state = new RoleState(order.sessionId(), CloneRole.SOURCE, order.device());
        this.credentials = new SessionCredentials(
                parts.reports(),
                order.sessionId(),
                CloneRole.SOURCE,
                parts.settings().addresses().get(),
                () -> null);
    }

    @Override
    public void run() throws Exception {
        Found found;
        try (Alongside<Found> looking = Alongside.start("source-look", this::look, cancellation)) {
            credentials.obtain(cancellation);
            found = looking.result();
        }
        cancellation.check();
        DiskInfo disk = found.disk();
        try (BlockDevice device = parts.devices().source(disk.device())) {
            DiskInfo open = parts.scanner().look(order.device());
            DiskChecks.isUnchanged(disk, open);
            DiskChecks.holdsWhatItHeld(open, DiskContents.ofNameless(disk));
            serve(found, new SourceContent(device, found.used(), order.rescue()));
        }
    }

    private record Found(DiskInfo disk, UsedMap used, SourceWatch watch) {}

    private Found look() throws IOException {
        DiskInfo disk = parts.scanner().look(order.device());
        DiskChecks.isTheOneMeant(disk, order.identity());
        DiskChecks.holdsWhatItHeld(disk, order.contents());
        DiskChecks.isFree(disk);
        SourceWatch watch = SourceWatch.begin(disk.device(), parts.devices().writes(disk.device()));
        UsedMap mapped = parts.mapper().map(disk);
        List<PartitionNote> notes = new ArrayList<>(mapped.notes());
        watch.note().ifPresent(notes::add);
        state.notes(notes);
        return new Found(disk, new UsedMap(mapped.diskSize(), mapped.extents(), notes), watch);
    }

    private void serve(Found found, SourceContent content) throws Exception {
        DiskInfo disk = found.disk();
        SourceDescription description = describe(disk, content, found.used());
        TransferMeter served = new TransferMeter();
        SourceReceipts receipts =
                new SourceReceipts(description, content, found.watch(), disk, parts.scanner(), credentials);
        try (SourceServer server =
                SourceServer.start(order.port(), credentials::context, description, content, receipts, bytes -> {
                    served.add(bytes);
                    parts.settings().sendLimit().sent(bytes);
                })) {
            cancellation.register(server);
            servedPort = server.port();
            parts.reports().sourceReady(order.sessionId(), ready(disk, description, server));
            while (!cancellation.cancelled()) {
                receipts.stillRight();
                parts.reports()
                        .progress(
                                order.sessionId(),
                                state.source(served.bytes(), served.rate(), description.bytesUsed()));
                cancellation.sleep(REPORT);
                credentials.renewWhenDue(cancellation);
            }
        }
    }

    private SourceDescription describe(DiskInfo disk, SourceContent content, UsedMap used) {
        return new SourceDescription(
                order.sessionId(),
                UUID.randomUUID().toString(),
                parts.settings().nodeId().get(),
                disk.identity(),
                DiskChecks.place(disk),
                disk.fingerprint(),
                disk.logicalSectorSize(),
                disk.partitionTable(),
                disk.partitions().stream()
                        .map(partition -> new ByteRange(partition.startBytes(), partition.endBytes()))
                        .toList(),
                ChunkMap.CHUNK,
                Digest.ALGORITHM,
                content.map().runs(),
                content.map().usedBytes(),
                used.notes(),
                SourceDescription.PROTOCOL);
    }

    private SourceReady ready(DiskInfo disk, SourceDescription description, SourceServer server) throws IOException {
        return new SourceReady(
                parts.settings().addresses().get().getFirst(),
                server.port(),
                disk.sizeBytes(),
                disk.device(),
                description.bytesUsed(),
                disk.identity(),
                description.notes());
    }

    @Override
    public RoleState state() {
        return state;
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    /** Once it is ready, the order names the port it is ready at; nothing has to start anew for that. */
    @Override
    public boolean redirect(Order changed) {
        Order.Source before = order;
        if (changed instanceof Order.Source source
                && source.port() == servedPort
                && source.equals(new Order.Source(
                        before.sessionId(),
                        before.device(),
                        before.identity(),
                        before.contents(),
                        source.port(),
                        before.rescue()))) {
            order = source;
            return true;
        }
        return false;
    }
}
