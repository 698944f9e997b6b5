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
        completed.add(complete);
        notifyAll();
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

    synchronized boolean saidCompleted() {
        return !completed.isEmpty();
    }

    private synchronized <T> T await(String what, Supplier<@Nullable T> found) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T value = found.get();
        while (value == null) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("no " + what + "; failed: " + failed + ", completed: " + completed.size());
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            value = found.get();
        }
        return value;
    }
}
