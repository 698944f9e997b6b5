package io.pureboot.controller.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestKey;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.CloneMode;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.CloneSessionCreate;
import io.pureboot.protocol.session.PartitionNote;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SignedReceipt;
import io.pureboot.protocol.session.SourceReady;
import io.pureboot.protocol.session.TransferPhase;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A session between two nodes of the example fleet, whose nodes say over TLS what real ones would. */
final class RunningClone {
    static final long TOTAL = 498L << 30;

    private final TestController controller;
    private final TestNode source;
    private final TestNode target;
    private final DiskInfo sourceDisk;
    private final DiskInfo targetDisk;
    final String id;
    private long sequence;

    private RunningClone(
            TestController controller,
            TestNode source,
            TestNode target,
            DiskInfo sourceDisk,
            DiskInfo targetDisk,
            String id) {
        this.controller = controller;
        this.source = source;
        this.target = target;
        this.sourceDisk = sourceDisk;
        this.targetDisk = targetDisk;
        this.id = id;
    }

    /** Created, not started. */
    static RunningClone pending(TestController controller, ExampleFleet fleet, String name) {
        DiskInfo from = ExampleFleet.dualBoot();
        DiskInfo to = ExampleFleet.oldData();
        CloneSession session = controller
                .admin()
                .post(
                        "/clone-sessions",
                        new CloneSessionCreate(
                                name,
                                fleet.workstation.id(),
                                fleet.replacement.id(),
                                from.device(),
                                to.device(),
                                null,
                                CloneMode.DIRECT,
                                null,
                                null,
                                null))
                .data(CloneSession.class);
        return of(controller, fleet, session.id());
    }

    /** The session of that id, as the wizard made it. */
    static RunningClone of(TestController controller, ExampleFleet fleet, String id) {
        return new RunningClone(
                controller,
                controller.again(fleet.workstation),
                controller.again(fleet.replacement),
                ExampleFleet.dualBoot(),
                ExampleFleet.oldData(),
                id);
    }

    CloneSession view() {
        return controller.admin().get(path("")).data(CloneSession.class);
    }

    RunningClone start() {
        controller.admin().post(path("/start")).data();
        return this;
    }

    /** Whether its nodes are online or not. */
    RunningClone startAnyway() {
        controller.admin().post(path("/start?boot=true")).data();
        return this;
    }

    RunningClone sourceReady() {
        List<PartitionNote> notes = List.of(
                new PartitionNote(1, "fat32", "used", null, 38L << 20),
                new PartitionNote(2, null, "raw", "No file system is known here.", 16L << 20),
                new PartitionNote(
                        3,
                        "ntfs",
                        "raw",
                        "Windows was not shut down completely (fast start-up): its free space cannot be trusted.",
                        420_000L << 20),
                new PartitionNote(4, "ext4", "used", null, 61_203L << 20),
                new PartitionNote(5, "btrfs", "used", null, 204_882L << 20),
                new PartitionNote(6, "swap", "used", null, 4096));
        source.client()
                .post(
                        path("/source-ready"),
                        new SourceReady(
                                "127.0.0.1", 9999, sourceDisk.sizeBytes(), sourceDisk.device(), TOTAL, null, notes))
                .data();
        return this;
    }

    RunningClone progress(TransferPhase phase, double share, long rate) {
        return progress(phase, share, rate, ++sequence);
    }

    RunningClone progress(TransferPhase phase, double share, long rate, long number) {
        sequence = number;
        target.client()
                .post(
                        path("/progress"),
                        new CloneProgressUpdate(CloneRole.TARGET, (long) (share * TOTAL), rate, phase, TOTAL, number))
                .data();
        return this;
    }

    RunningClone fail(String message) {
        target.client()
                .post(path("/failed"), Map.of("error_message", message, "role", "target"))
                .data();
        return this;
    }

    RunningClone complete() {
        Receipt receipt = new Receipt(
                id,
                source.id(),
                target.id(),
                sourceDisk.identity(),
                targetDisk.identity(),
                4 << 20,
                "xxh3-128",
                "c0ffee00".repeat(8),
                TOTAL >> 22,
                TOTAL,
                TOTAL / 2,
                0,
                TOTAL,
                List.of(),
                List.of(),
                Instant.now(),
                Instant.now(),
                Instant.now());
        target.client()
                .post(path("/complete"), new CloneComplete(CloneRole.TARGET, signed(receipt)))
                .data();
        return this;
    }

    private SignedReceipt signed(Receipt receipt) {
        try {
            String text = ProtocolJson.mapper().writeValueAsString(receipt);
            TestKey from = TestKey.make();
            TestKey to = TestKey.make();
            return new SignedReceipt(
                    text,
                    from.sign(text),
                    source.certificate(id, CloneRole.SOURCE, from).certPem(),
                    to.sign(text),
                    target.certificate(id, CloneRole.TARGET, to).certPem());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String path(String rest) {
        return "/clone-sessions/" + id + rest;
    }
}
