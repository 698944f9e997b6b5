package io.pureboot.node.partition;

import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.partition.BlkpgKernelPartitions;
import io.pureboot.linux.partition.KernelPartitions;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.node.disk.DiskScanner;
import io.pureboot.node.disk.TablePartitions;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperation;
import io.pureboot.protocol.partition.PartitionPlan;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All partition jobs of this node, one at a time on a disk, each in a folder of its own that outlives the program. A job
 * that stopped on the way keeps its disk until it is continued or undone.
 */
public final class PartitionJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionJobs.class);
    private static final String BETWEEN_PLACES =
            "A partition is being moved: some of it is at the new place, some at the old one. Continue or undo,"
                    + " else it is lost.";
    private static final String NAME = "[A-Za-z0-9-]{1,64}";

    private final JobFolders folders;
    private final DiskScanner scanner;
    private final JobEvents events;
    private final Clock clock;
    private volatile Function<String, Optional<String>> others = device -> Optional.empty();
    private final Map<String, PartitionRun> runs = new LinkedHashMap<>();
    private final Map<String, Thread> threads = new LinkedHashMap<>();

    /**
     * @param folder made when missing; what it holds must outlive a restart for jobs to be continued
     * @throws IOException when the folder cannot be used
     */
    public PartitionJobs(Path folder, DiskScanner scanner, CommandRunner runner, JobEvents events, Clock clock)
            throws IOException {
        this(
                folder,
                scanner,
                runner,
                BlkpgKernelPartitions.ofThisMachine(),
                events,
                clock,
                DirectBlockDevice::openShared);
    }

    PartitionJobs(
            Path folder,
            DiskScanner scanner,
            CommandRunner runner,
            KernelPartitions kernel,
            JobEvents events,
            Clock clock,
            DiskWork.DiskOpener opener)
            throws IOException {
        this.folders = new JobFolders(folder, runner, kernel, events, opener);
        this.scanner = scanner;
        this.events = events;
        this.clock = clock;
        folders.all().forEach(each -> runs.put(each.view().id(), each));
        recoverAll();
    }

    /** What stands in the way of this must not keep the node from starting: then it is tried again at the next job. */
    private void recoverAll() {
        try {
            for (Path disk : scanner.devices()) {
                recover(disk);
            }
        } catch (IOException | ProblemException e) {
            LOG.warn("the disks could not be searched for operations that were cut off: {}", e.toString());
        }
    }

    /** Takes up what a disk says of a job that this node has forgotten, as one whose journal was in memory has. */
    private void recover(Path disk) throws IOException {
        DiskNote.Found found;
        String spans;
        try (var device = DirectBlockDevice.openReadOnly(disk)) {
            found = DiskNote.find(device).orElse(null);
            spans = String.join(" ", TablePartitions.spans(device));
        } catch (IOException e) {
            return; // A disk that cannot be read says so in every scan.
        }
        if (found == null || runs.containsKey(found.header().id())) {
            return;
        }
        DiskInfo now = scanner.scan(disk.toString());
        if (!now.identity().matches(found.header().identity())) {
            return; // The disk is a copy of the one that was worked on.
        }
        JobHeader header = found.header().foundOn(now.device(), found.standing().next());
        runs.put(header.id(), folders.takeUp(header, found.standing(), spans));
    }

    /**
     * Begins a job on its own thread.
     *
     * @param id of the job; one that is there already is not begun a second time
     * @param fingerprint of the layout the operations were made for, null to take the disk as it is
     * @throws ProblemException TABLE_CHANGED when the disk has another layout now; PLAN_REJECTED with the reasons;
     *     CONFLICT when another job of this disk is not over
     */
    public synchronized PartitionJob start(
            String id, String device, @Nullable String fingerprint, List<JobOperation> operations) throws IOException {
        if (!id.matches(NAME)) {
            throw ProblemException.field("id", "is not the id of a job");
        }
        PartitionRun known = runs.get(id);
        if (known != null) {
            return known.view();
        }
        DiskInfo disk = scanner.scan(device);
        recover(Path.of(disk.device()));
        refuseSecond(disk.device());
        if (fingerprint != null && !fingerprint.equals(disk.fingerprint())) {
            throw new ProblemException(
                    ProblemType.TABLE_CHANGED,
                    "The layout of " + disk.device() + " has changed since the operations were made."
                            + " Look at it again, then apply.");
        }
        List<PartitionOperation> parsed =
                operations.stream().map(JobOperation::parsed).toList();
        PartitionPlan plan = PartitionPlan.of(disk, parsed).orThrow();
        JobHeader header = new JobHeader(
                id,
                disk.device(),
                disk.identity(),
                operations,
                plan.steps(),
                spans(plan.after()),
                clock.instant(),
                null);
        PartitionRun run = folders.begin(header);
        runs.put(id, run);
        launch(run, run::forward);
        return run.view();
    }

    /** @param claims why a device belongs to something else of this program now, one sentence */
    public void otherClaims(Function<String, Optional<String>> claims) {
        others = claims;
    }

    /** Why a disk belongs to a job, one sentence; empty when it does not. */
    public Optional<String> claim(String device) {
        return lastOf(device)
                .filter(job -> job.running() || job.stopped())
                .map(job -> job.running()
                        ? "Partitions of " + device + " are being changed."
                        : "Operations on the partitions of " + device
                                + " stopped on the way: continue, undo or give them up.");
    }

    private static List<String> spans(DiskInfo disk) {
        return disk.partitions().stream()
                .sorted(Comparator.comparingLong(PartitionInfo::startBytes).thenComparing(PartitionInfo::number))
                .map(part -> part.startBytes() + "-" + part.endBytes())
                .toList();
    }

    private void refuseSecond(String device) {
        Optional<String> claim = others.apply(device);
        if (claim.isPresent()) {
            throw new ProblemException(ProblemType.DEVICE_BUSY, claim.get());
        }
        for (PartitionRun run : runs.values()) {
            PartitionJob job = run.view();
            if (job.device().equals(device) && (job.running() || job.stopped())) {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        job.running()
                                ? "Operations are being carried out on " + device + " already."
                                : "Operations on " + device
                                        + " stopped on the way: continue, undo or give them up first.");
            }
        }
    }

    private void launch(PartitionRun run, Runnable work) {
        run.begins();
        Thread thread = Thread.ofPlatform()
                .name("partitions-" + run.view().device())
                .start(() -> {
                    try {
                        work.run();
                    } finally {
                        run.ends();
                    }
                });
        threads.put(run.view().id(), thread);
    }

    /** Goes on with a job that stopped. */
    public synchronized PartitionJob proceed(String id) throws IOException {
        PartitionRun run = reopened(id);
        launch(run, run::forward);
        return run.view();
    }

    /**
     * Undoes a job that stopped.
     *
     * @throws ProblemException CONFLICT with the reason when it cannot be undone
     */
    public synchronized PartitionJob undo(String id) throws IOException {
        String excuse = get(id).undoExcuse();
        if (excuse != null) {
            throw new ProblemException(ProblemType.CONFLICT, excuse);
        }
        PartitionRun run = reopened(id);
        launch(run, run::back);
        return run.view();
    }

    private PartitionRun reopened(String id) throws IOException {
        PartitionJob job = get(id);
        if (!job.stopped()) {
            throw new ProblemException(ProblemType.CONFLICT, "The operations are " + job.state() + ".");
        }
        JobHeader header = folders.state(id).header();
        if (!scanner.scan(header.device()).identity().matches(header.identity())) {
            throw new ProblemException(
                    ProblemType.DEVICE_CHANGED,
                    header.device() + " is another disk than the one the operations were begun on.");
        }
        Optional<String> claim = others.apply(header.device());
        if (claim.isPresent()) {
            throw new ProblemException(ProblemType.DEVICE_BUSY, claim.get());
        }
        if (folders.layoutChanged(id)) {
            throw new ProblemException(
                    ProblemType.TABLE_CHANGED,
                    "The partition table of " + header.device()
                            + " was changed by others since these operations stopped: going on could destroy what is"
                            + " there now. Give them up.");
        }
        PartitionRun run = folders.open(id);
        runs.put(id, run);
        return run;
    }

    /** Stops a running job at the next safe point. */
    public synchronized PartitionJob cancel(String id) {
        PartitionRun run = runs.get(id);
        if (run == null) {
            throw ProblemException.notFound("There is no job " + id + ".");
        }
        run.cancel();
        return run.view();
    }

    /**
     * Puts the partition table back that the disk had before a job. Contents stay as they are now, so this is for
     * tables that were damaged or changed elsewhere; to take a job back, undo it. A job that had stopped is over then.
     *
     * @throws ProblemException CONFLICT when the disk is in use or the job is running
     */
    public synchronized PartitionJob restoreTable(String id) throws IOException {
        PartitionJob job = get(id);
        if (job.running()) {
            throw new ProblemException(ProblemType.CONFLICT, "The operations are " + job.state() + ".");
        }
        JobState state = folders.state(id);
        boolean moving = job.stopped() && state.betweenPlaces();
        if (moving && state.header().steps().subList(0, state.next()).stream().anyMatch(TableWork::changesTable)) {
            throw new ProblemException(ProblemType.CONFLICT, BETWEEN_PLACES);
        }
        DiskInfo disk = scanner.scan(job.device());
        if (!disk.inUse().isEmpty()) {
            throw new ProblemException(ProblemType.DEVICE_BUSY, disk.inUse().getFirst());
        }
        folders.restoreTable(id);
        return moving ? job : ended(id, JobState.RESTORED, null);
    }

    /**
     * Leaves a stopped job as it is, so that its disk is free for others.
     *
     * @throws ProblemException CONFLICT when it has not stopped, or its data lie in two places
     */
    public synchronized PartitionJob abandon(String id) throws IOException {
        PartitionJob job = get(id);
        if (!job.stopped()) {
            throw new ProblemException(ProblemType.CONFLICT, "The operations are " + job.state() + ".");
        }
        if (folders.state(id).betweenPlaces() && !folders.layoutChanged(id)) {
            throw new ProblemException(ProblemType.CONFLICT, BETWEEN_PLACES);
        }
        return ended(id, JobState.ABANDONED, job.error() == null ? "It was given up half done." : job.error());
    }

    private PartitionJob ended(String id, String how, @Nullable String why) throws IOException {
        PartitionRun run = folders.end(id, how, why);
        runs.put(id, run);
        events.changed(run.view());
        return run.view();
    }

    public synchronized PartitionJob get(String id) {
        PartitionRun run = runs.get(id);
        if (run == null) {
            throw ProblemException.notFound("There is no job " + id + ".");
        }
        return run.view();
    }

    /** The last job of a disk. */
    public synchronized Optional<PartitionJob> lastOf(String device) {
        return runs.values().stream()
                .map(PartitionRun::view)
                .filter(job -> job.device().equals(device))
                .reduce((one, later) -> later);
    }

    /** The last job of each disk. */
    public synchronized List<PartitionJob> latest() {
        Map<String, PartitionJob> latest = new LinkedHashMap<>();
        all().forEach(job -> latest.put(job.device(), job));
        return List.copyOf(latest.values());
    }

    public synchronized List<PartitionJob> all() {
        return runs.values().stream().map(PartitionRun::view).toList();
    }

    /** Waits until a job's thread has ended. */
    public void await(String id) throws InterruptedException {
        Thread thread;
        synchronized (this) {
            thread = threads.get(id);
        }
        if (thread != null) {
            thread.join();
        }
    }

    /** Stops running jobs at their next safe point; they can be continued later. */
    @Override
    public void close() {
        synchronized (this) {
            runs.values().stream().filter(run -> run.view().running()).forEach(PartitionRun::cancel);
        }
    }
}
