package io.pureboot.node.session;

import io.pureboot.node.tls.TestAuthority;
import io.pureboot.protocol.session.CertBundle;
import io.pureboot.protocol.session.CertRequest;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.SourceReady;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A controller of one node that signs every request and remembers what it is told. */
final class RecordingReports implements SessionReports {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final TestAuthority authority;
    private final String nodeId;
    private final List<SourceReady> ready = new ArrayList<>();
    private final List<CloneProgressUpdate> progress = new ArrayList<>();
    private final List<CloneComplete> completed = new ArrayList<>();
    private final List<CloneFailed> failed = new ArrayList<>();
    private Duration validFor = Duration.ofHours(24);
    private List<CloneProgressUpdate> afterCompletion = List.of();
    private @Nullable Duration lingering;
    private int certificates;

    RecordingReports(TestAuthority authority, String nodeId) {
        this.authority = authority;
        this.nodeId = nodeId;
    }

    @Override
    public synchronized CertBundle certificate(String sessionId, CloneRole role, CertRequest request) {
        certificates++;
        notifyAll();
        String pem = authority.sessionPem(request.csrPem(), sessionId, role, nodeId, validFor);
        return new CertBundle(pem, null, authority.pem());
    }

    /** Half of the time of each certificate from now on is over: it is renewed as often as anybody looks. */
    synchronized void certificatesSoonOver() {
        validFor = Duration.ofMinutes(30);
    }

    synchronized int certificates() {
        return certificates;
    }

    void awaitCertificates(int times) {
        await("certificate " + times, () -> certificates >= times ? true : null);
    }

    @Override
    public synchronized void sourceReady(String sessionId, SourceReady report) {
        ready.add(report);
        notifyAll();
    }

    @Override
    public synchronized void progress(String sessionId, CloneProgressUpdate update) {
        progress.add(update);
        notifyAll();
    }

    @Override
    public synchronized void complete(String sessionId, CloneComplete complete) {
        int before = progress.size();
        if (lingering != null) {
            awaitNanos(lingering.toNanos(), () -> progress.size() > before ? true : null);
        }
        afterCompletion = List.copyOf(progress.subList(before, progress.size()));
        completed.add(complete);
        notifyAll();
    }

    synchronized List<CloneProgressUpdate> afterCompletion() {
        return afterCompletion;
    }

    /** Keeps a role that says completed for so long, or until it says something else. */
    synchronized void lingerAtCompletion(Duration limit) {
        lingering = limit;
    }

    @Override
    public synchronized void failed(String sessionId, CloneFailed failure) {
        failed.add(failure);
        notifyAll();
    }

    @Override
    public void stopped() {}

    SourceReady awaitReady(int times) {
        return await("source ready " + times, () -> ready.size() >= times ? ready.get(times - 1) : null);
    }

    CloneComplete awaitComplete() {
        return awaitComplete(1);
    }

    CloneComplete awaitComplete(int times) {
        return await("completion " + times, () -> completed.size() >= times ? completed.get(times - 1) : null);
    }

    CloneFailed awaitFailed() {
        return await("failure", () -> failed.isEmpty() ? null : failed.getFirst());
    }

    CloneProgressUpdate awaitProgress(Function<CloneProgressUpdate, Boolean> condition) {
        return await(
                "progress",
                () -> progress.stream().filter(condition::apply).findFirst().orElse(null));
    }

    synchronized List<CloneProgressUpdate> progress() {
        return List.copyOf(progress);
    }

    /** What has been told by then, at once when there is any. */
    synchronized List<CloneProgressUpdate> progressWithin(Duration limit) {
        awaitNanos(limit.toNanos(), () -> progress.isEmpty() ? null : true);
        return List.copyOf(progress);
    }

    synchronized boolean saidCompleted() {
        return !completed.isEmpty();
    }

    private synchronized <T> T await(String what, Supplier<@Nullable T> found) {
        T value = awaitNanos(PATIENCE.toNanos(), found);
        if (value == null) {
            throw new AssertionError("no " + what + "; failed: " + failed + ", completed: " + completed.size());
        }
        return value;
    }

    private synchronized <T> @Nullable T awaitNanos(long limit, Supplier<@Nullable T> found) {
        long deadline = System.nanoTime() + limit;
        T value = found.get();
        long left = limit;
        while (value == null && left > 0) {
            try {
                wait(left / 1_000_000 + 1);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            value = found.get();
            left = deadline - System.nanoTime();
        }
        return value;
    }
}
