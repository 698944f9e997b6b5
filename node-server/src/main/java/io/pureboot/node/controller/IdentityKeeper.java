package io.pureboot.node.controller;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the node has a good certificate: from an earlier process, else by enrolment; renewed in time; enrolled
 * again when the controller no longer knows it. Never gives up.
 */
public final class IdentityKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityKeeper.class);

    private final Enrolment enrolment;
    private final IdentityStore store;
    private final ControllerWatch watch;
    private final Backoff backoff;
    private final Clock clock;
    private final Consumer<NodeIdentity> onChange;
    private final Semaphore rejections = new Semaphore(0);
    private volatile @Nullable NodeIdentity current;
    private volatile @Nullable String refusal;

    /** {@code onChange} is told of every new identity, the first included. */
    public IdentityKeeper(
            Enrolment enrolment,
            IdentityStore store,
            ControllerWatch watch,
            Backoff backoff,
            Clock clock,
            Consumer<NodeIdentity> onChange) {
        this.enrolment = enrolment;
        this.store = store;
        this.watch = watch;
        this.backoff = backoff;
        this.clock = clock;
        this.onChange = onChange;
    }

    /** The identity kept by an earlier process, else a new one; waits for the controller as long as it takes. */
    public NodeIdentity obtain() throws InterruptedException {
        NodeIdentity identity = stored().orElse(null);
        if (identity == null) {
            identity = enrol();
        } else {
            LOG.info("this is node {}, as before", identity.nodeId());
            adopt(identity);
        }
        return identity;
    }

    /** Keeps the certificate good from now on; call once, after {@link #obtain}. */
    public Thread start() {
        return Thread.ofVirtual().name("identity").start(() -> {
            try {
                while (true) {
                    keep();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    public Optional<NodeIdentity> current() {
        return Optional.ofNullable(current);
    }

    /** Why this node is not let in and what to do, null as long as nothing speaks against it. */
    @Nullable
    String refusal() {
        return refusal;
    }

    /** The controller does not accept our certificate. */
    public void rejected() {
        rejections.release();
    }

    private void keep() throws InterruptedException {
        NodeIdentity identity = current().orElseThrow();
        Duration wait = Duration.between(clock.instant(), identity.renewAfter());
        boolean rejected = rejections.tryAcquire(Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
        rejections.drainPermits();
        if (rejected) {
            prove(identity);
        } else if (clock.instant().isAfter(identity.expires())) {
            LOG.warn("this node's certificate has ended; enrolling again");
            enrol();
        } else {
            renew(identity);
        }
    }

    /** A request under way while the certificate changed may be rejected for the old one: asks again before acting. */
    private void prove(NodeIdentity identity) throws InterruptedException {
        String said = "";
        while (clock.instant().isBefore(identity.expires())) {
            try {
                if (enrolment.accepted(identity)) {
                    backoff.reset();
                    refusal = null;
                    return;
                }
                if (said.isEmpty()) {
                    LOG.warn("the controller no longer accepts this node's certificate; enrolling again");
                }
                adopt(enrolled());
                return;
            } catch (IOException e) {
                said = complain(e, said);
            }
            watch.pause(backoff.next());
        }
    }

    private NodeIdentity enrol() throws InterruptedException {
        String said = "";
        while (true) {
            try {
                NodeIdentity identity = enrolled();
                adopt(identity);
                return identity;
            } catch (IOException e) {
                said = complain(e, said);
                watch.pause(backoff.next());
            }
        }
    }

    private NodeIdentity enrolled() throws IOException {
        NodeIdentity identity = enrolment.enrol();
        watch.answered();
        LOG.info("enrolled as node {}", identity.nodeId());
        save(identity);
        return identity;
    }

    /** Says each problem once; that nobody answers the watch says already. */
    private String complain(IOException failure, String said) {
        watch.failed(failure);
        String problem = String.valueOf(failure.getMessage());
        if (failure instanceof ControllerException answer && answer.status() < 500) {
            refusal = answer.status() == 403
                    ? answer.detail() + " Then start this machine with it as pureboot.token, or from the network again."
                    : problem;
        } else if (failure instanceof EnrolmentRefusedException) {
            refusal = problem;
        }
        if (!problem.equals(said) && watch.reachable()) {
            LOG.error("cannot enrol: {}", problem);
        }
        return problem;
    }

    private void renew(NodeIdentity identity) throws InterruptedException {
        try {
            NodeIdentity next = enrolment.renew(identity);
            backoff.reset();
            LOG.info("certificate renewed until {}", next.expires());
            save(next);
            adopt(next);
        } catch (IOException e) {
            watch.failed(e);
            if (e instanceof ControllerException answer && answer.unknownIdentity()) {
                rejected();
            }
            watch.pause(backoff.next());
        }
    }

    private void adopt(NodeIdentity identity) {
        backoff.reset();
        refusal = null;
        current = identity;
        onChange.accept(identity);
    }

    private Optional<NodeIdentity> stored() {
        try {
            Instant now = clock.instant();
            return store.load().filter(identity -> now.isBefore(identity.expires()));
        } catch (IOException e) {
            LOG.warn("no identity from an earlier run: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void save(NodeIdentity identity) {
        try {
            store.save(identity);
        } catch (IOException e) {
            LOG.warn("if this process is killed the node has to be enrolled again: {}", e.getMessage());
        }
    }
}
