package io.pureboot.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.TransferPhase;
import io.pureboot.testing.Prerequisites;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Processes and connections that die in the middle of a clone. The nodes run without the optimising compiler: their TLS
 * is slow then, and a clone takes long enough to be cut where it is meant to be.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloneFaultTest {
    private static final long SIZE = 96 << 20;
    private static final Duration SOON = Duration.ofSeconds(60);

    private ClonePair pair;

    @BeforeAll
    void start(@TempDir Path temp) throws Exception {
        Prerequisites.requireLoop();
        Prerequisites.requireTool("ss");
        pair = new ClonePair(temp, SIZE, List.of());
    }

    @AfterEach
    void settle() throws Exception {
        pair.settle();
    }

    @AfterAll
    void stop() throws Exception {
        if (pair != null) {
            pair.close();
        }
    }

    @ParameterizedTest(name = "{0} killed after {1} % of the transfer")
    @CsvSource({"source, 10", "source, 60", "target, 10", "target, 60"})
    @DisplayName("X11 X7 a node killed in the middle of the transfer and started again: the clone goes on and is right")
    void nodeKilled(String which, int percent) throws Exception {
        String id = pair.begin();
        pair.transferred(id, percent);
        TestNode victim = which.equals("source") ? pair.source : pair.target;
        victim.server().kill();
        victim.server().restart();
        assertEquals(victim.id(), victim.server().awaitReady().path("node_id").asText(), "it is another node now");
        Receipt receipt = pair.completed(id);
        if (which.equals("target") && percent > 50) {
            assertTrue(receipt.bytesReused() > SIZE / 4, "began anew: reused only " + receipt.bytesReused());
        }
    }

    @Test
    @DisplayName("X11 X7 the target killed while it reads back is not believed: it reads back again")
    void targetKilledWhileVerifying() throws Exception {
        String id = killedWhileVerifying();
        Receipt receipt = pair.completed(id);
        assertEquals(receipt.bytesUsed(), receipt.bytesVerified());
    }

    /** Reading back so little may be over before the kill comes: then once more. */
    private String killedWhileVerifying() throws Exception {
        for (int attempt = 0; attempt < 5; attempt++) {
            String id = pair.begin();
            pair.cluster.await(
                    id,
                    "verifying",
                    session -> session.phase() == TransferPhase.VERIFYING
                            || session.status().terminal());
            pair.target.server().kill();
            boolean ended = pair.cluster.session(id).status().terminal();
            pair.target.server().restart();
            pair.target.server().awaitReady();
            if (!ended) {
                return id;
            }
        }
        throw new AssertionError("the end came before the kill, five times");
    }

    @Test
    @DisplayName("X11 KD1 the controller killed in the middle and started again: the same CA, the same sessions")
    void controllerKilled() throws Exception {
        String id = pair.begin();
        pair.transferred(id, 20);
        pair.cluster.controller().kill();
        pair.cluster.restartController();
        pair.completed(id);
    }

    @Test
    @DisplayName("X11 all three killed at once and started again")
    void allKilled() throws Exception {
        String id = pair.begin();
        pair.transferred(id, 30);
        pair.source.server().kill();
        pair.cluster.controller().kill();
        pair.target.server().kill();
        pair.target.server().restart();
        pair.cluster.restartController();
        pair.source.server().restart();
        pair.completed(id);
    }

    @Test
    @DisplayName("KD4 KD5 DF10 DF11 OR3 EV4 the controller away until the transfer is over: the clone completes, its"
            + " updates arrive in order and once, also when the target died in between")
    void controllerAway() throws Exception {
        String id = pair.begin();
        long reported = pair.transferred(id, 0).bytesTransferred();
        pair.cluster.controller().kill();
        Wait.until(
                TestCluster.LIMIT,
                () -> "the target completes without a controller: "
                        + pair.target.server().log(),
                () -> pair.target.waiting().contains("clone-sessions/" + id + "/complete"));
        pair.disk.verify(pair.targetDisk.path());
        List<String> waiting = pair.target.waiting();
        assertEquals("clone-sessions/" + id + "/complete", waiting.getLast(), "out of order: " + waiting);
        assertTrue(waiting.size() <= 3, "progress piles up: " + waiting);
        pair.target.server().kill();
        pair.cluster.restartController();
        assertEquals(SessionStatus.CLONING, pair.cluster.session(id).status());
        try (EventWatch events = pair.cluster.api().events()) {
            pair.target.server().restart();
            pair.completed(id);
            for (TestNode node : List.of(pair.source, pair.target)) {
                Wait.until(SOON, () -> "all delivered", () -> node.waiting().isEmpty());
            }
            List<Long> bytes = events.of("clone.progress", id).stream()
                    .map(event -> event.path("bytes_transferred").asLong())
                    .toList();
            assertEquals(bytes.stream().sorted().toList(), bytes, "progress went back");
            assertTrue(bytes.isEmpty() || bytes.getFirst() >= reported, bytes + " after " + reported);
            Wait.until(
                    SOON,
                    () -> "completed is told",
                    () -> !events.of("clone.completed", id).isEmpty());
            assertEquals(1, events.of("clone.completed", id).size(), "told more than once");
            assertEquals(List.<JsonNode>of(), events.of("clone.failed", id));
        }
    }

    @Test
    @DisplayName("X12 EC5 cancel reaches both nodes within five seconds, and the disks are free for the next session")
    void cancelled() throws Exception {
        String id = pair.begin();
        pair.transferred(id, 10);
        pair.cluster.api().delete("/clone-sessions/" + id);
        for (TestNode node : List.of(pair.source, pair.target)) {
            Wait.until(
                    Duration.ofSeconds(5),
                    () -> node.server().name() + " stops: " + node.server().log(),
                    () -> node.server()
                            .log()
                            .contains("session " + id + " "
                                    + node.server().name().toUpperCase(Locale.ROOT) + " stopped"));
        }
        assertEquals(SessionStatus.CANCELLED, pair.cluster.session(id).status());
        pair.completed(pair.begin());
    }

    @Test
    @DisplayName("X7 connections cut in the middle: the target connects again and the clone is right")
    void cut() throws Exception {
        String id = pair.begin();
        CloneSession running = pair.transferred(id, 20);
        long before = interruptions();
        // It destroys what it finds, and then complains about address families this kernel has not got.
        String cut = Tool.result("ss", "-tnK", "sport", "=", ":" + running.sourcePort())
                .text();
        assertTrue(cut.contains("ESTAB"), "nothing to cut: " + cut);
        pair.completed(id);
        assertTrue(interruptions() > before, "the target noticed nothing");
    }

    @Test
    @DisplayName("X7 a source that is silent with its connections open is given up, and found again when it wakes")
    void stalled() throws Exception {
        String id = pair.begin();
        pair.transferred(id, 20);
        long before = interruptions();
        pair.source.server().freeze();
        try {
            Wait.until(SOON, () -> "the target notices", () -> interruptions() > before);
            assertFalse(pair.cluster.session(id).status().terminal());
        } finally {
            pair.source.server().thaw();
        }
        pair.completed(id);
    }

    private long interruptions() {
        return pair.target
                .server()
                .log()
                .lines()
                .filter(line -> line.contains("; again in "))
                .count();
    }
}
