package io.pureboot.node.controller;

import io.pureboot.protocol.node.Heartbeat;
import io.pureboot.protocol.node.NodeRegistration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says at a steady pace that the node is alive. Also how the node learns soonest that the controller is back or that its
 * orders changed; never waits longer for an answer than its limit.
 */
public final class Heartbeats {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    /** A sign of life within 15 s is what counts; less than this a first handshake takes on no slow machine. */
    private static final Duration LIMIT = Duration.ofSeconds(9);

    private final ControllerClient client;
    private final ControllerWatch watch;
    private final IdentityKeeper identities;
    private final Supplier<NodeRegistration> machine;
    private final String mode;
    private final Supplier<List<String>> activeSessions;
    private final Duration interval;
    private @Nullable NodeRegistration told;

    /** What the controller answers. */
    private record Answer(long ordersVersion) {}

    public Heartbeats(
            ControllerClient client,
            ControllerWatch watch,
            IdentityKeeper identities,
            Supplier<NodeRegistration> machine,
            String mode,
            Supplier<List<String>> activeSessions,
            Duration interval) {
        this.client = client;
        this.watch = watch;
        this.identities = identities;
        this.machine = machine;
        this.mode = mode;
        this.activeSessions = activeSessions;
        this.interval = interval;
    }

    public Thread start() {
        return Thread.ofVirtual().name("heartbeat").start(() -> {
            try {
                while (true) {
                    try {
                        beat();
                    } catch (RuntimeException e) {
                        LOG.error("no sign of life could be sent", e);
                    }
                    Thread.sleep(interval);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void beat() {
        String node = identities.current().orElseThrow().nodeId();
        NodeRegistration now = machine.get();
        Heartbeat heartbeat = new Heartbeat(mode, activeSessions.get(), null, now.equals(told) ? null : now);
        try {
            client.post("nodes/" + node + "/heartbeat", heartbeat, Answer.class, LIMIT);
            told = now;
            watch.answered();
        } catch (IOException e) {
            watch.failed(e);
            if (e instanceof ControllerException answer && answer.unknownIdentity()) {
                identities.rejected();
            }
        }
    }
}
