package io.pureboot.node.controller;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.node.session.SessionReports;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.session.CertBundle;
import io.pureboot.protocol.session.CertRequest;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.SourceReady;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Session reports by way of the offline queue. */
public final class QueuedSessionReports implements SessionReports {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Pattern DECISIVE = Pattern.compile("clone-sessions/([^/]+)/(complete|source-ready)");

    private final OfflineQueue queue;
    private final ControllerClient client;
    private final ControllerWatch watch;
    private final Supplier<Backoff> backoffs;
    private final Runnable onEnd;

    /** {@code onEnd} runs when a role has ended, well or not: its disk is not what it was. Must be quick. */
    public QueuedSessionReports(
            OfflineQueue queue,
            ControllerClient client,
            ControllerWatch watch,
            Supplier<Backoff> backoffs,
            Runnable onEnd) {
        this.queue = queue;
        this.client = client;
        this.watch = watch;
        this.backoffs = backoffs;
        this.onEnd = onEnd;
    }

    @Override
    public CertBundle certificate(String sessionId, CloneRole role, CertRequest request)
            throws IOException, InterruptedException {
        String endpoint = endpoint(sessionId, "certs") + "?role=" + role.name().toLowerCase(Locale.ROOT);
        Backoff backoff = backoffs.get();
        while (true) {
            try {
                CertBundle bundle = client.post(endpoint, request, CertBundle.class, LIMIT);
                watch.answered();
                return bundle;
            } catch (InterruptedIOException e) {
                throw new InterruptedException();
            } catch (IOException e) {
                watch.failed(e);
                if (e instanceof ControllerException answer && answer.delivery() != Delivery.UNREACHABLE) {
                    throw e;
                }
                watch.pause(backoff.next());
            }
        }
    }

    @Override
    public void sourceReady(String sessionId, SourceReady ready) {
        queue.queueUpdate(endpoint(sessionId, "source-ready"), json(ready));
    }

    /** Numbers the update itself: by a number that rises across restarts of this node. */
    @Override
    public synchronized void progress(String sessionId, CloneProgressUpdate update) {
        CloneProgressUpdate numbered = new CloneProgressUpdate(
                update.role(),
                update.bytesTransferred(),
                update.transferRateBps(),
                update.status(),
                update.bytesTotal(),
                queue.nextSequence());
        queue.queueLatest(endpoint(sessionId, "progress"), json(numbered));
    }

    @Override
    public void complete(String sessionId, CloneComplete complete) {
        queue.queueUpdate(endpoint(sessionId, "complete"), json(complete));
        onEnd.run();
    }

    @Override
    public void failed(String sessionId, CloneFailed failed) {
        queue.queueUpdate(endpoint(sessionId, "failed"), json(failed));
        onEnd.run();
    }

    /**
     * The controller will never take a report. Without these two a session would stay as it is for ever, and nobody
     * would hear why: it fails instead. A session that is over is not changed by that.
     *
     * @param endpoint as it was queued
     * @param reason the controller's own words
     */
    void refused(String endpoint, String reason) {
        Matcher report = DECISIVE.matcher(endpoint);
        if (report.matches()) {
            boolean complete = report.group(2).equals("complete");
            failed(
                    report.group(1),
                    new CloneFailed(
                            "The controller does not accept that the "
                                    + (complete ? "clone is complete: " : "source is ready: ") + reason,
                            "conflict",
                            complete ? CloneRole.TARGET : CloneRole.SOURCE));
        }
    }

    @Override
    public void stopped() {
        onEnd.run();
    }

    private static String endpoint(String sessionId, String what) {
        return "clone-sessions/" + sessionId + "/" + what;
    }

    private static String json(Object value) {
        try {
            return ProtocolJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be written as JSON", e);
        }
    }
}
