package io.pureboot.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.LoopDevice;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.TransferPhase;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that die in the middle of a clone. The nodes run without the optimising compiler: their TLS is slow then,
 * and a clone takes long enough to be cut where it is meant to be.
 */
class CloneFaultTest {
    private static final long SIZE = 192 << 20;
    private static final String SLOW = "-XX:TieredStopAtLevel=1";

    @TempDir
    Path temp;

    private TestDisk disk;
    private LoopDevice sourceDisk;
    private LoopDevice targetDisk;
    private TestCluster cluster;
    private TestNode source;
    private TestNode target;

    @BeforeEach
    void start() throws Exception {
        Prerequisites.requireLoop();
        disk = DiskBuilder.disk(temp, "noise", SIZE, 512).fullOfNoise().build();
        sourceDisk = LoopDevice.attach(disk.image());
        targetDisk = LoopDevice.create(temp.resolve("target.img"), SIZE, 512);
        cluster = TestCluster.start(temp, SLOW);
        source = cluster.node("source", List.of(sourceDisk.path()));
        target = cluster.node("target", List.of(targetDisk.path()));
    }

    @AfterEach
    void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
        sourceDisk.close();
        targetDisk.close();
    }

    @ParameterizedTest(name = "{0} killed after {1} % of the transfer")
    @CsvSource({"source, 10", "source, 60", "target, 10", "target, 60"})
    @DisplayName("X11 X7 DF10 a node killed in the middle of the transfer and started again")
    void nodeKilled(String which, int percent) throws Exception {
        String id = begin();
        cluster.await(id, percent + " % transferred", transferred(percent));
        TestNode victim = which.equals("source") ? source : target;
        victim.server().kill();
        victim.server().restart();
        assertEquals(victim.id(), victim.server().awaitReady().path("node_id").asText(), "it is another node now");
        Receipt receipt = completed(id);
        if (which.equals("target") && percent > 50) {
            assertTrue(receipt.bytesReused() > SIZE / 4, "began anew: reused only " + receipt.bytesReused());
        }
    }

    @Test
    @DisplayName("X11 X7 the target killed while it reads back is not believed: it reads back again")
    void targetKilledWhileVerifying() throws Exception {
        String id = begin();
        cluster.await(id, "verifying", session -> session.phase() == TransferPhase.VERIFYING);
        target.server().kill();
        target.server().restart();
        Receipt receipt = completed(id);
        assertEquals(receipt.bytesUsed(), receipt.bytesVerified());
    }

    @Test
    @DisplayName("X11 KD4 the controller killed in the middle and started again")
    void controllerKilled() throws Exception {
        String id = begin();
        cluster.await(id, "20 % transferred", transferred(20));
        cluster.controller().kill();
        cluster.restartController();
        completed(id);
    }

    @Test
    @DisplayName("X11 all three killed at once and started again")
    void allKilled() throws Exception {
        String id = begin();
        cluster.await(id, "30 % transferred", transferred(30));
        source.server().kill();
        cluster.controller().kill();
        target.server().kill();
        target.server().restart();
        cluster.restartController();
        source.server().restart();
        completed(id);
    }

    @Test
    @DisplayName("KD4 KD5 DF10 DF11 EC6 the controller away until the clone is over: it completes, every update arrives")
    void controllerAway() throws Exception {
        String id = begin();
        cluster.await(id, "the first progress", session -> session.status() == SessionStatus.CLONING);
        long reported = cluster.session(id).bytesTransferred();
        cluster.controller().kill();
        Wait.until(
                TestCluster.LIMIT,
                () -> "the target completes without a controller; waiting: " + target.server().log(),
                () -> target.waiting().contains("clone-sessions/" + id + "/complete"));
        disk.verify(targetDisk.path());
        List<String> waiting = target.waiting();
        assertEquals("clone-sessions/" + id + "/complete", waiting.getLast(), "out of order: " + waiting);
        assertTrue(waiting.size() <= 3, "progress piles up: " + waiting);
        target.server().kill();
        target.server().restart();
        cluster.restartController();
        CloneSession done =
                cluster.await(id, "completed", session -> session.status() == SessionStatus.COMPLETED);
        assertTrue(done.bytesTransferred() > reported || done.progressPercent() == 100.0, done.toString());
        Wait.until(Duration.ofSeconds(30), () -> "all delivered", () -> target.waiting().isEmpty());
        Wait.until(Duration.ofSeconds(30), () -> "all delivered", () -> source.waiting().isEmpty());
    }

    @Test
    @DisplayName("X12 EC5 cancel reaches both nodes within five seconds, and the disks are free for the next session")
    void cancelled() throws Exception {
        String id = begin();
        cluster.await(id, "10 % transferred", transferred(10));
        cluster.api().delete("/clone-sessions/" + id);
        for (TestNode node : List.of(source, target)) {
            Wait.until(
                    Duration.ofSeconds(5),
                    () -> node.server().name() + " stops: " + node.server().log(),
                    () -> node.server().log().contains("session " + id + " "
                            + node.server().name().toUpperCase(Locale.ROOT) + " stopped"));
        }
        assertEquals(SessionStatus.CANCELLED, cluster.session(id).status());
        completed(begin());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"nobody", "a node", "the target of another session"})
    @DisplayName("KD7 CM7 CA9 X9 the source serves its session's target and nobody else")
    void wrongCertificateRefused(String who) throws Exception {
        String id = begin();
        CloneSession running = cluster.await(id, "10 % transferred", transferred(10));
        Intruder intruder = new Intruder(cluster, source, sourceDisk.path());
        IOException refused = assertThrows(IOException.class, () -> intruder.ask(who, running.sourcePort()));
        assertTrue(String.valueOf(refused).contains("SSL"), "refused, but not for who it is: " + refused);
        completed(id);
    }

    @Test
    @DisplayName("X4 a target in use is refused by its node, whatever the controller knew, and nothing is written")
    void targetInUse() throws Exception {
        Tool.run("mkfs.ext4", "-q", "-F", targetDisk.path());
        Path folder = Files.createDirectory(temp.resolve("mounted"));
        Tool.run("mount", targetDisk.path(), folder);
        try {
            Files.writeString(folder.resolve("precious"), "do not lose me");
            String id = begin();
            CloneSession failed = cluster.awaitEnd(id);
            assertEquals(SessionStatus.FAILED, failed.status());
            assertTrue(String.valueOf(failed.errorMessage()).contains(folder.toString()), failed.errorMessage());
        } finally {
            Tool.run("umount", folder);
        }
        Tool.run("e2fsck", "-f", "-n", targetDisk.path());
        try (Mount mount = Mount.of(targetDisk.path(), "mount", "-o", "ro")) {
            assertEquals("do not lose me", Files.readString(mount.folder().resolve("precious")));
        }
    }

    private String begin() throws IOException {
        return cluster.clone(source, sourceDisk.path(), target, targetDisk.path());
    }

    private static Predicate<CloneSession> transferred(int percent) {
        return session -> session.phase() == TransferPhase.TRANSFERRING
                && session.bytesTransferred() >= SIZE / 100 * percent;
    }

    private Receipt completed(String id) throws IOException {
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
}
