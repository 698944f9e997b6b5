package io.pureboot.endtoend;

import io.pureboot.linux.block.LoopDevice;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.TransferPhase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A source full of noise and a target of its size at two node processes, for all tests of a class. */
final class ClonePair implements AutoCloseable {
    /** MiB a second: slow enough to be cut in the middle on any machine. */
    private static final String SLOW = "24";

    final TestDisk disk;
    final LoopDevice sourceDisk;
    final LoopDevice targetDisk;
    final TestCluster cluster;
    final TestNode source;
    final TestNode target;
    private final List<String> sessions = new ArrayList<>();

    /**
     * @param moreTargets disks the target node may touch, too
     */
    ClonePair(Path folder, long size, List<Path> moreTargets) throws IOException {
        disk = DiskBuilder.disk(folder, "noise", size, 512).fullOfNoise().build();
        sourceDisk = LoopDevice.attach(disk.image());
        targetDisk = LoopDevice.create(folder.resolve("target.img"), size, 512);
        cluster = TestCluster.start(folder, "--limit-rate", SLOW);
        source = cluster.node("source", List.of(sourceDisk.path()));
        List<Path> targets = new ArrayList<>(moreTargets);
        targets.add(targetDisk.path());
        target = cluster.node("target", targets);
    }

    /** Starts a clone onto the emptied target. */
    String begin() throws IOException {
        Tool.run("blkdiscard", "--force", targetDisk.path());
        return begin(targetDisk.path());
    }

    /** Starts a clone onto a disk as it is. */
    String begin(Path onto) throws IOException {
        return begin(onto, Map.of());
    }

    private String begin(Path onto, Map<String, Object> more) throws IOException {
        String id = create(onto, more);
        cluster.begin(id);
        return id;
    }

    /** Makes the session of a clone onto a disk as it is; {@link TestCluster#begin} starts it. */
    String create(Path onto) throws IOException {
        return create(onto, Map.of());
    }

    private String create(Path onto, Map<String, Object> more) throws IOException {
        String id = cluster.create(source, sourceDisk.path(), target, onto, more);
        sessions.add(id);
        return id;
    }

    /** Waits until so much of the disk has been transferred. */
    CloneSession transferred(String id, int percent) {
        Predicate<CloneSession> reached = session -> session.phase() == TransferPhase.TRANSFERRING
                && session.bytesTransferred() >= Math.max(1, disk.size() / 100 * percent);
        return cluster.await(id, percent + " % transferred", reached);
    }

    /** Waits for the good end and compares the disks. */
    Receipt completed(String id) throws IOException {
        cluster.await(id, "completed", session -> session.status() == SessionStatus.COMPLETED);
        disk.verify(targetDisk.path());
        return ProtocolJson.mapper()
                .readValue(
                        cluster.api()
                                .get("/clone-sessions/" + id + "/receipt")
                                .path("receipt_json")
                                .asText(),
                        Receipt.class);
    }

    /** Waits for the bad end. */
    String failed(String id) {
        CloneSession end = cluster.awaitEnd(id);
        if (end.status() != SessionStatus.FAILED) {
            throw new AssertionError("a false end: " + end);
        }
        return String.valueOf(end.errorMessage());
    }

    /** What a test that broke off may have left: everybody alive, nothing running. */
    void settle() throws IOException {
        for (TestNode node : List.of(source, target)) {
            if (!node.server().alive()) {
                node.server().restart();
                node.server().awaitReady();
            }
        }
        if (!cluster.controller().alive()) {
            cluster.restartController();
        }
        for (String id : sessions) {
            if (!cluster.session(id).status().terminal()) {
                cluster.api().delete("/clone-sessions/" + id);
            }
        }
        sessions.clear();
        for (TestNode node : List.of(source, target)) {
            cluster.api().get("/nodes/" + node.id() + "/disks?live=true");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            cluster.close();
        } finally {
            sourceDisk.close();
            targetDisk.close();
        }
    }
}
