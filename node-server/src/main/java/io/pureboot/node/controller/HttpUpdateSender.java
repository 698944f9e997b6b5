package io.pureboot.node.controller;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Posts updates to the controller as this node. */
public final class HttpUpdateSender implements UpdateSender {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final ControllerClient client;
    private final ControllerWatch watch;
    private final Runnable onRejected;
    private final Refusals refusals;

    /** Told of every update the controller will never take, before it is dropped. */
    @FunctionalInterface
    public interface Refusals {
        /** @param reason the controller's own words */
        void refused(String endpoint, String reason);
    }

    /** {@code onRejected} runs when the controller does not know this node's certificate. */
    public HttpUpdateSender(ControllerClient client, ControllerWatch watch, Runnable onRejected, Refusals refusals) {
        this.client = client;
        this.watch = watch;
        this.onRejected = onRejected;
        this.refusals = refusals;
    }

    @Override
    public Delivery send(String endpoint, String payload) throws InterruptedException {
        try {
            client.postJson(endpoint, payload, LIMIT);
            watch.answered();
            return Delivery.ACCEPTED;
        } catch (InterruptedIOException e) {
            throw new InterruptedException();
        } catch (ControllerException e) {
            watch.failed(e);
            if (e.unknownIdentity()) {
                onRejected.run();
            }
            if (e.delivery() == Delivery.REFUSED) {
                refusals.refused(endpoint, e.detail().isBlank() ? String.valueOf(e.getMessage()) : e.detail());
            }
            return e.delivery();
        } catch (IOException e) {
            watch.failed(e);
            return Delivery.UNREACHABLE;
        }
    }
}
