package io.pureboot.node.controller;

import io.pureboot.node.job.DiskScans;
import io.pureboot.node.job.Power;
import io.pureboot.node.session.SessionReports;
import io.pureboot.protocol.node.NodeRegistration;
import io.pureboot.protocol.node.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything between this node and its controller, wired. */
public final class ControllerLink implements AutoCloseable {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    /** The heartbeat notices sooner that the controller is back and ends every wait. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    /** How long a controller that does not answer is waited for before this machine goes. */
    static final Duration AWAY = Duration.ofSeconds(15);

    /**
     * How a node stands with its controller.
     *
     * @param refusal why it is not let in and what to do, or null
     * @param failure why the last request got no answer, or null
     */
    public record Standing(
            boolean reachable,
            boolean enrolled,
            @Nullable String refusal,
            @Nullable String failure) {}

    private final ControllerClient client;
    private final ControllerWatch watch;
    private final IdentityKeeper identities;
    private final OfflineQueue queue;
    private final DiskReporter disks;
    private final QueuedSessionReports reports;
    private final Supplier<NodeRegistration> machine;
    private final @Nullable Power power;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param queueFolder where updates wait
     * @param machine who this node is, asked each time
     * @param power null when this machine is not the controller's to turn off
     * @param onIdentity told of every new identity, the first included
     * @throws IOException when the folder cannot be used
     */
    public ControllerLink(
            ControllerAddress address,
            Path queueFolder,
            IdentityStore store,
            Supplier<NodeRegistration> machine,
            DiskScans scans,
            @Nullable Power power,
            Clock clock,
            Consumer<NodeIdentity> onIdentity)
            throws IOException {
        this.machine = machine;
        this.power = power;
        client = new ControllerClient(address);
        watch = new ControllerWatch(address.toString(), clock);
        identities = new IdentityKeeper(
                new Enrolment(address, client, machine), store, watch, backoff(), clock, identity -> {
                    client.present(identity.tls());
                    onIdentity.accept(identity);
                });
        HttpUpdateSender sender = new HttpUpdateSender(client, watch, identities::rejected, this::refused);
        queue = new OfflineQueue(queueFolder, sender, backoff(), clock);
        disks = new DiskReporter(scans, client, watch, identities, backoff());
        reports = new QueuedSessionReports(queue, client, watch, ControllerLink::backoff, () -> disks.ask(null));
        watch.onReturn(queue::wake);
    }

    private void refused(String endpoint, String reason) {
        reports.refused(endpoint, reason);
    }

    /** What the clone roles say to the controller goes through here. */
    public SessionReports reports() {
        return reports;
    }

    /** What partition jobs say to the controller goes through here; to be used after {@link #enrol}. */
    public PartitionReports partitionReports() {
        return new PartitionReports(
                queue, () -> identities.current().orElseThrow().nodeId(), () -> disks.ask(null));
    }

    /** Waits until this node is enrolled, as long as it takes. */
    public NodeIdentity enrol() throws InterruptedException {
        return identities.obtain();
    }

    /** Starts everything that talks; {@code sessions} gets each list of orders whole. Call once, after {@link #enrol}. */
    public void start(
            Consumer<List<Order>> sessions, String mode, Supplier<List<String>> activeSessions, Duration interval) {
        queue.start();
        disks.ask(null);
        OrderDesk desk = new OrderDesk(sessions, disks, queue, client, identities, power);
        threads.add(identities.start());
        threads.add(disks.start());
        threads.add(new Heartbeats(client, watch, identities, machine, mode, activeSessions, interval).start());
        threads.add(new OrderPoll(client, watch, identities, backoff(), desk).start());
    }

    /** Stops talking. Updates not yet delivered stay in their folder. */
    @Override
    public void close() throws IOException {
        threads.forEach(Thread::interrupt);
        queue.close();
        client.close();
    }

    public boolean reachable() {
        return watch.reachable();
    }

    /** How this node stands with its controller. */
    public Standing standing() {
        return new Standing(watch.reachable(), identity().isPresent(), identities.refusal(), watch.failure());
    }

    public Optional<NodeIdentity> identity() {
        return identities.current();
    }

    /** Updates that wait for the controller. */
    public int pendingUpdates() {
        return queue.size();
    }

    /** Waits until the controller has every update; false when it has not within the limit. */
    public boolean awaitDelivered(Duration limit) throws InterruptedException {
        return queue.awaitEmpty(limit);
    }

    /**
     * Has the disks scanned and waits until the controller knows what was found.
     *
     * @return false when it does not within the limit, or soon when it does not answer
     */
    public boolean tellDisks(Duration limit) throws InterruptedException {
        disks.ask(null);
        return disks.awaitReported(limit, AWAY);
    }

    private static Backoff backoff() {
        return new Backoff(FIRST_WAIT, LONGEST_WAIT, new Random());
    }
}
