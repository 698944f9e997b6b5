package io.pureboot.node.session;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.node.transfer.Cancellation;
import io.pureboot.node.transfer.ChunkMap;
import io.pureboot.node.transfer.Digest;
import io.pureboot.node.transfer.SourceDescription;
import io.pureboot.node.transfer.SourceEndpoint;
import io.pureboot.node.transfer.TargetCopy;
import io.pureboot.node.transfer.TransferJournal;
import io.pureboot.node.transfer.TransferProgress;
import io.pureboot.protocol.disk.DiskContents;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.ByteRange;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SignedReceipt;
import io.pureboot.protocol.session.TransferPhase;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a disk equal to a session's source. Writes nothing before the source has answered and every check passed. */
final class TargetRole implements RoleRun {
    private static final Logger LOG = LoggerFactory.getLogger(TargetRole.class);
    private static final Duration REPORT = Duration.ofSeconds(1);

    private volatile Order.Target order;
    private final SessionParts parts;
    private final Cancellation cancellation = new Cancellation();
    private final SessionCredentials credentials;
    private final RoleState state;
    private final TransferProgress progress = new TransferProgress(this::report);

    TargetRole(Order.Target order, SessionParts parts) {
        this.order = order;
        this.parts = parts;
        this.state = new RoleState(order.sessionId(), CloneRole.TARGET, order.device());
        this.credentials = new SessionCredentials(
                parts.reports(),
                order.sessionId(),
                CloneRole.TARGET,
                parts.settings().addresses().get(),
                () -> this.order.sourceNodeId());
    }

    @Override
    public void run() throws Exception {
        Instant started = Instant.now();
        TransferJournal journal = new TransferJournal(parts.settings().journals(), order.sessionId());
        if (completedBefore(journal)) {
            state.phase("completed");
            return;
        }
        DiskInfo disk;
        try (Alongside<DiskInfo> looking = Alongside.start("target-look", () -> look(journal), cancellation)) {
            credentials.obtain(cancellation);
            disk = looking.result();
        }
        SourceEndpoint source = new SourceEndpoint(
                () -> URI.create(order.sourceUrl()),
                credentials::context,
                parts.settings().readLimit(),
                cancellation);
        SourceDescription description =
                source.persistently(link -> link.json("GET", "/v1/session", "", SourceDescription.class));
        state.notes(description.notes());
        check(description, disk);
        try (Ticker reporting = new Ticker(this::report, REPORT, cancellation);
                Ticker renewing = new Ticker(() -> credentials.renewWhenDue(cancellation), REPORT, cancellation)) {
            TransferJournal.Entry entry = new TransferJournal.Entry(
                    TransferJournal.Stage.WRITING,
                    disk.identity(),
                    description.identity(),
                    description.mapName(),
                    disk.device());
            SignedReceipt receipt = copy(disk, source, description, journal, entry, started);
            tellKernel(disk);
            // Its next report would come after the one that says completed.
            reporting.close();
            report();
            parts.reports().complete(order.sessionId(), new CloneComplete(CloneRole.TARGET, receipt));
            journal.record(entry.at(TransferJournal.Stage.COMPLETED));
            state.phase("completed");
            ReceiptExchange.done(source);
        }
    }

    private DiskInfo look(TransferJournal journal) throws IOException {
        DiskInfo disk = parts.scanner().look(order.device());
        DiskChecks.isTheOneMeant(disk, order.identity());
        if (!begunOn(disk, journal)) {
            DiskChecks.holdsWhatItHeld(disk, order.contents());
        }
        DiskChecks.isWritable(disk);
        DiskChecks.isFree(disk);
        return disk;
    }

    private boolean completedBefore(TransferJournal journal) {
        return journal.entry()
                .filter(entry -> entry.stage() == TransferJournal.Stage.COMPLETED
                        && entry.order().equals(order.device()))
                .isPresent();
    }

    /** What such a disk holds now is of this session's own making. */
    private boolean begunOn(DiskInfo disk, TransferJournal journal) {
        return journal.entry()
                .filter(entry ->
                        entry.order().equals(order.device()) && entry.target().matches(disk.identity()))
                .isPresent();
    }

    private void check(SourceDescription description, DiskInfo disk) {
        description.isUnderstood();
        if (!description.sessionId().equals(order.sessionId())) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The source serves session " + description.sessionId() + " instead of " + order.sessionId() + ".");
        }
        DiskChecks.isNotTheSource(disk, description);
        DiskChecks.isLargeEnough(disk, description);
        DiskChecks.hasSameSectors(disk, description);
    }

    /** Keeps the disk until both have signed: a source that began anew in between may have other things to copy. */
    private SignedReceipt copy(
            DiskInfo disk,
            SourceEndpoint source,
            SourceDescription description,
            TransferJournal journal,
            TransferJournal.Entry entry,
            Instant started)
            throws IOException {
        try (BlockDevice device = parts.devices().target(disk.device())) {
            // The name may belong to another disk by now; the one that is open is the one looked at.
            DiskInfo open = parts.scanner().look(disk.device());
            DiskChecks.isTheOneMeant(open, disk.identity());
            DiskChecks.holdsWhatItHeld(open, DiskContents.ofNameless(disk));
            List<ByteRange> partitions = disk.partitions().stream()
                    .map(partition -> new ByteRange(partition.startBytes(), partition.endBytes()))
                    .toList();
            TargetCopy copy = new TargetCopy(new TargetCopy.Task(
                    source,
                    description,
                    device,
                    entry,
                    partitions,
                    journal,
                    progress,
                    parts.settings().connections()));
            ReceiptExchange exchange = new ReceiptExchange(source, credentials);
            TargetCopy.Outcome outcome = copy.run();
            while (true) {
                if (device.size() > description.sizeBytes()) {
                    progress.begin(TransferPhase.RESIZING, 0);
                    LargerTarget.finish(device);
                }
                Optional<SignedReceipt> receipt =
                        exchange.exchange(receipt(description, disk, outcome, started), copy.sourceRun());
                if (receipt.isPresent()) {
                    return receipt.get();
                }
                outcome = copy.again();
            }
        }
    }

    private void tellKernel(DiskInfo disk) {
        try {
            parts.kernel().tableChanged(disk.device());
        } catch (IOException e) {
            LOG.warn("the kernel keeps its old view of {} until a restart: {}", disk.device(), e.getMessage());
        }
    }

    private Receipt receipt(SourceDescription description, DiskInfo disk, TargetCopy.Outcome outcome, Instant started) {
        return new Receipt(
                order.sessionId(),
                description.nodeId(),
                parts.settings().nodeId().get(),
                description.identity(),
                disk.identity(),
                ChunkMap.CHUNK,
                Digest.ALGORITHM,
                outcome.manifestSha256(),
                outcome.chunks(),
                outcome.bytesUsed(),
                outcome.bytesReceived(),
                outcome.bytesReused(),
                outcome.bytesUsed(),
                description.notes(),
                outcome.unreadable(),
                started,
                outcome.transferredAt(),
                outcome.verifiedAt());
    }

    /** Nothing before the journal knows of the session: until then the disk is as it was. */
    private void report() {
        if (progress.begun()) {
            parts.reports().progress(order.sessionId(), state.target(progress.snapshot()));
        }
    }

    @Override
    public RoleState state() {
        return state;
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    /** A source that came back elsewhere is found there by the next connection; what the disk held is looked at once. */
    @Override
    public boolean redirect(Order changed) {
        Order.Target before = order;
        if (changed instanceof Order.Target target
                && target.equals(before.from(target.sourceUrl(), target.contents()))) {
            order = target;
            return true;
        }
        return false;
    }
}
