package io.pureboot.controller.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.session.ByteRange;
import io.pureboot.protocol.session.CertBundle;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.CloneMode;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.CloneSessionCreate;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SignedReceipt;
import io.pureboot.protocol.session.SourceReady;
import io.pureboot.protocol.session.TransferPhase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two nodes with a disk each, and a direct session between them that can be taken to any state. */
public final class TestClone {
    public static final long SIZE = 8L << 30;
    public static final long USED = 2L << 30;

    public final TestController controller;
    public final TestNode source;
    public final TestNode target;
    public final String id;
    public final TestKey sourceKey = TestKey.make();
    public final TestKey targetKey = TestKey.make();

    private TestClone(TestController controller, TestNode source, TestNode target, String id) {
        this.controller = controller;
        this.source = source;
        this.target = target;
        this.id = id;
    }

    /** A pending session between two new nodes. */
    public static TestClone create(TestController controller) {
        TestNode source = controller.node("source");
        TestNode target = controller.node("target");
        source.report(TestDisks.disk("/dev/sda", SIZE, "SRC-" + source.id()));
        target.report(TestDisks.disk("/dev/vda", SIZE + (1 << 20), "DST-" + target.id()));
        return create(controller, source, target);
    }

    public static TestClone create(TestController controller, TestNode source, TestNode target) {
        CloneSession session = controller
                .admin()
                .post("/clone-sessions", request(source.id(), target.id()))
                .data(CloneSession.class);
        return new TestClone(controller, source, target, session.id());
    }

    /** A session that is there already. */
    public static TestClone of(TestController controller, TestNode source, TestNode target, String id) {
        return new TestClone(controller, source, target, id);
    }

    /** The same session, with its nodes as they reach a controller that came back. */
    public TestClone on(TestController back, TestNode sourceAgain, TestNode targetAgain) {
        return new TestClone(back, sourceAgain, targetAgain, id);
    }

    public static CloneSessionCreate request(String source, @Nullable String target) {
        return new CloneSessionCreate(
                "a clone", source, target, "/dev/sda", "/dev/vda", null, CloneMode.DIRECT, null, null, null);
    }

    public String path(String rest) {
        return "/clone-sessions/" + id + rest;
    }

    public CloneSession view() {
        return controller.admin().get(path("")).data(CloneSession.class);
    }

    public TestClone start() {
        controller.admin().post(path("/start")).data();
        return this;
    }

    public Reply ready(String ip, int port) {
        return source.client().post(path("/source-ready"), sourceReady(ip, port));
    }

    public static SourceReady sourceReady(String ip, int port) {
        return new SourceReady(ip, port, SIZE, "/dev/sda", USED, null, List.of());
    }

    public TestClone sourceReady() {
        ready("127.0.0.1", 9999).data();
        return this;
    }

    public Reply progress(TestNode node, CloneRole role, long bytes, @Nullable TransferPhase phase, long sequence) {
        return node.client()
                .post(path("/progress"), new CloneProgressUpdate(role, bytes, 1000L, phase, null, sequence));
    }

    public TestClone cloning() {
        progress(target, CloneRole.TARGET, USED / 2, TransferPhase.TRANSFERRING, 1)
                .data();
        return this;
    }

    public Receipt receipt() {
        return new Receipt(
                id,
                source.id(),
                target.id(),
                identity(source, "/dev/sda"),
                identity(target, "/dev/vda"),
                4 << 20,
                "xxh3-128",
                "ab".repeat(32),
                512,
                USED,
                USED / 3,
                0,
                USED,
                List.of(),
                List.<ByteRange>of(),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-01-01T00:01:00Z"),
                Instant.parse("2026-01-01T00:02:00Z"));
    }

    private DiskIdentity identity(TestNode node, String device) {
        return controller
                .admin()
                .get(node.path("/disks" + device.substring(4)))
                .data(io.pureboot.protocol.disk.DiskInfo.class)
                .identity();
    }

    public SignedReceipt signed(Receipt receipt) {
        try {
            String text = ProtocolJson.mapper().writeValueAsString(receipt);
            CertBundle from = source.certificate(id, CloneRole.SOURCE, sourceKey);
            CertBundle to = target.certificate(id, CloneRole.TARGET, targetKey);
            return new SignedReceipt(text, sourceKey.sign(text), from.certPem(), targetKey.sign(text), to.certPem());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public Reply complete(SignedReceipt receipt) {
        return target.client().post(path("/complete"), new CloneComplete(CloneRole.TARGET, receipt));
    }

    public TestClone completed() {
        complete(signed(receipt())).data();
        return this;
    }

    public Reply fail(TestNode node, String message) {
        return node.client().post(path("/failed"), Map.of("error_message", message));
    }

    public Reply delete() {
        return controller.admin().call("DELETE", path(""), null);
    }

    /** @param only {@code cancel} or {@code delete} */
    public Reply delete(String only) {
        return controller.admin().call("DELETE", path("?only=" + only), null);
    }
}
