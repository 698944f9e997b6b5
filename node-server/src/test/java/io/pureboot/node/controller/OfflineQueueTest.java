package io.pureboot.node.controller;

import static io.pureboot.node.controller.RecordingController.deadline;
import static io.pureboot.node.controller.RecordingController.quick;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineQueueTest {
    @TempDir
    Path temp;

    @Test
    @DisplayName("OR1 one file an update, <sequence>.pending with endpoint|payload")
    void writesOneFileAnUpdate() throws Exception {
        try (OfflineQueue queue = stopped(new RecordingController(Delivery.UNREACHABLE))) {
            queue.queueUpdate("clone-sessions/a/complete", "{\"role\":\"target\"}");
            List<String> names = files();
            assertEquals(1, names.size());
            assertTrue(names.getFirst().matches("[0-9]{19}\\.pending"), names.toString());
            assertEquals(
                    "clone-sessions/a/complete|{\"role\":\"target\"}",
                    Files.readString(temp.resolve("queue").resolve(names.getFirst())));
        }
    }

    @Test
    @DisplayName("SS12 OR2 OR3 KD5 the controller is away from start to end: all arrive afterwards, in order, once")
    void deliversInOrderOnce() throws Exception {
        RecordingController controller = new RecordingController(Delivery.UNREACHABLE);
        try (OfflineQueue queue = stopped(controller)) {
            queue.start();
            List<String> sent = IntStream.range(0, 40)
                    .mapToObj(i -> "s/" + i + "/complete|{}")
                    .toList();
            for (int i = 0; i < 40; i++) {
                queue.queueUpdate("s/" + i + "/complete", "{}");
            }
            controller.awaitAsked(5);
            assertEquals(40, queue.size());
            controller.answer(Delivery.ACCEPTED);
            assertTrue(queue.awaitEmpty(deadline()));
            assertEquals(sent, controller.accepted());
            assertEquals(List.of(), files());
        }
    }

    @Test
    @DisplayName("OR3 stops at the first failure and keeps the order")
    void stopsAtTheFirstFailure() throws Exception {
        RecordingController controller = new RecordingController(
                (endpoint, payload) -> endpoint.startsWith("s/2") ? Delivery.UNREACHABLE : Delivery.ACCEPTED);
        try (OfflineQueue queue = stopped(controller)) {
            for (int i = 1; i <= 4; i++) {
                queue.queueUpdate("s/" + i + "/failed", "{}");
            }
            assertFalse(queue.flushQueue());
            assertEquals(List.of("s/1/failed|{}", "s/2/failed|{}"), controller.asked());
            controller.answer(Delivery.ACCEPTED);
            assertTrue(queue.flushQueue());
            assertEquals(
                    List.of("s/1/failed|{}", "s/2/failed|{}", "s/3/failed|{}", "s/4/failed|{}"), controller.accepted());
        }
    }

    @Test
    @DisplayName("OR3 what the controller refuses is dropped, the rest goes on")
    void dropsWhatIsRefused() throws Exception {
        RecordingController controller = new RecordingController(
                (endpoint, payload) -> endpoint.startsWith("s/1") ? Delivery.REFUSED : Delivery.ACCEPTED);
        try (OfflineQueue queue = stopped(controller)) {
            queue.queueUpdate("s/1/progress", "{}");
            queue.queueUpdate("s/2/complete", "{}");
            assertTrue(queue.flushQueue());
            assertEquals(List.of("s/2/complete|{}"), controller.accepted());
            assertEquals(0, queue.size());
        }
    }

    @Test
    @DisplayName("X9 OR3 a 403 holds back its own session only, and loses nothing")
    void forbiddenHoldsBackItsSession() throws Exception {
        RecordingController controller = new RecordingController(
                (endpoint, payload) -> endpoint.startsWith("s/1/") ? Delivery.FORBIDDEN : Delivery.ACCEPTED);
        try (OfflineQueue queue = stopped(controller)) {
            queue.queueUpdate("s/1/source-ready", "{}");
            queue.queueUpdate("s/2/complete", "{}");
            queue.queueUpdate("s/1/complete", "{}");
            assertFalse(queue.flushQueue());
            assertEquals(List.of("s/1/source-ready|{}", "s/2/complete|{}"), controller.asked());
            controller.answer(Delivery.ACCEPTED);
            assertTrue(queue.flushQueue());
            assertEquals(List.of("s/2/complete|{}", "s/1/source-ready|{}", "s/1/complete|{}"), controller.accepted());
        }
    }

    @Test
    @DisplayName("OR3 an unsent progress is replaced by a later one, nothing else is")
    void coalescesProgress() throws Exception {
        RecordingController controller = new RecordingController(Delivery.ACCEPTED);
        try (OfflineQueue queue = stopped(controller)) {
            queue.queueUpdate("s/1/source-ready", "{}");
            for (int i = 0; i < 1000; i++) {
                queue.queueLatest("s/1/progress", "{\"n\":" + i + "}");
                queue.queueLatest("s/2/progress", "{\"n\":" + i + "}");
            }
            queue.queueUpdate("s/1/complete", "{}");
            assertEquals(4, files().size());
            assertTrue(queue.flushQueue());
            assertEquals(
                    List.of(
                            "s/1/source-ready|{}",
                            "s/1/progress|{\"n\":999}",
                            "s/2/progress|{\"n\":999}",
                            "s/1/complete|{}"),
                    controller.accepted());
        }
    }

    @Test
    @DisplayName("OR1 DF11 a killed process loses nothing, and the numbers go on rising")
    void survivesAKill() throws Exception {
        Path folder = temp.resolve("queue");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] ready = child.getInputStream().readNBytes(6);
        assertEquals("queued", new String(ready, StandardCharsets.UTF_8));
        child.destroyForcibly();
        assertTrue(child.waitFor(10, TimeUnit.SECONDS));

        RecordingController controller = new RecordingController(Delivery.ACCEPTED);
        Clock setBack = Clock.fixed(Instant.ofEpochSecond(5), ZoneOffset.UTC);
        try (OfflineQueue queue = new OfflineQueue(folder, controller, quick(), setBack)) {
            queue.queueUpdate("s/1/complete", "{}");
            queue.start();
            assertTrue(queue.awaitEmpty(deadline()));
        }
        assertEquals(
                List.of("s/1/source-ready|{}", "s/1/progress|{\"n\":2}", "s/1/complete|{}"), controller.accepted());
    }

    /** Queues, says so and waits to be killed. */
    static final class Child {
        public static void main(String[] args) throws Exception {
            OfflineQueue queue = new OfflineQueue(
                    Path.of(args[0]), new RecordingController(Delivery.UNREACHABLE), quick(), Clock.systemUTC());
            queue.start();
            queue.queueUpdate("s/1/source-ready", "{}");
            queue.queueLatest("s/1/progress", "{\"n\":1}");
            queue.queueLatest("s/1/progress", "{\"n\":2}");
            System.out.print("queued");
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }

    @Test
    @DisplayName("OR4 a full disk under the queue does not stop the clone: updates stay in memory and arrive")
    void survivesAFullDisk() throws Exception {
        Prerequisites.requireRoot();
        Path mount = Files.createDirectory(temp.resolve("small"));
        run("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "pureboot-test", mount.toString());
        RecordingController controller = new RecordingController(Delivery.UNREACHABLE);
        try (OfflineQueue queue = new OfflineQueue(mount.resolve("queue"), controller, quick(), Clock.systemUTC())) {
            byte[] filling = new byte[1 << 20];
            assertThrows(IOException.class, () -> Files.write(mount.resolve("filling"), filling));
            queue.queueUpdate("s/1/complete", "{\"n\":1}");
            queue.queueUpdate("s/2/complete", "{\"n\":2}");
            assertEquals(2, queue.size());
            queue.start();
            controller.awaitAsked(1);
            Files.delete(mount.resolve("filling"));
            int seen = controller.asked().size();
            controller.awaitAsked(seen + 2);
            assertEquals(2, files(mount.resolve("queue")).size(), "written as soon as there is room");
            controller.answer(Delivery.ACCEPTED);
            assertTrue(queue.awaitEmpty(deadline()));
            assertEquals(List.of("s/1/complete|{\"n\":1}", "s/2/complete|{\"n\":2}"), controller.accepted());
        } finally {
            run("umount", mount.toString());
        }
    }

    @Test
    @DisplayName("OR3 many threads at once: each update once, each thread's in order")
    void manyThreads() throws Exception {
        List<String> flaky = Collections.synchronizedList(new ArrayList<>());
        RecordingController controller = new RecordingController((endpoint, payload) -> {
            flaky.add(endpoint);
            return flaky.size() % 7 == 0 ? Delivery.UNREACHABLE : Delivery.ACCEPTED;
        });
        try (OfflineQueue queue = stopped(controller)) {
            queue.start();
            List<Thread> threads = IntStream.range(0, 6)
                    .mapToObj(t -> Thread.ofPlatform().start(() -> {
                        for (int i = 0; i < 50; i++) {
                            queue.queueUpdate("s/" + t + "/failed", String.valueOf(i));
                        }
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            assertTrue(queue.awaitEmpty(deadline()));
        }
        for (int t = 0; t < 6; t++) {
            String endpoint = "s/" + t + "/failed|";
            assertEquals(
                    IntStream.range(0, 50).mapToObj(i -> endpoint + i).toList(),
                    controller.accepted().stream()
                            .filter(update -> update.startsWith(endpoint))
                            .toList());
        }
    }

    @Test
    @DisplayName("OR5 the wait between tries ends when the controller is heard from")
    void wakes() throws Exception {
        RecordingController controller = new RecordingController(Delivery.UNREACHABLE);
        Backoff hours = new Backoff(Duration.ofHours(1), Duration.ofHours(2), new java.util.Random(1));
        try (OfflineQueue queue = new OfflineQueue(temp.resolve("queue"), controller, hours, Clock.systemUTC())) {
            queue.start();
            queue.queueUpdate("s/1/complete", "{}");
            controller.awaitAsked(1);
            controller.answer(Delivery.ACCEPTED);
            queue.wake();
            assertTrue(queue.awaitEmpty(deadline()));
        }
    }

    @Test
    void aSpoiltFileIsPutAsideAndHoldsUpNothing() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("queue"));
        Files.writeString(folder.resolve("0000000000000000007.pending"), "no bar");
        Files.writeString(folder.resolve("0000000000000000008.pending"), "s/1/complete|{\"a\":\"b|c\"}");
        Files.writeString(folder.resolve("9.tmp"), "half");
        RecordingController controller = new RecordingController(Delivery.ACCEPTED);
        try (OfflineQueue queue = stopped(controller)) {
            assertTrue(queue.flushQueue());
        }
        assertEquals(List.of("s/1/complete|{\"a\":\"b|c\"}"), controller.accepted());
        assertTrue(Files.exists(folder.resolve("0000000000000000007.pending.spoilt")));
        assertFalse(Files.exists(folder.resolve("9.tmp")));
    }

    @Test
    void twoNodesDoNotShareAFolder() throws Exception {
        try (OfflineQueue first = stopped(new RecordingController(Delivery.ACCEPTED))) {
            IOException refused =
                    assertThrows(IOException.class, () -> stopped(new RecordingController(Delivery.ACCEPTED)));
            assertTrue(String.valueOf(refused.getMessage()).contains("--state"), refused.getMessage());
            assertEquals(0, first.size());
        }
    }

    @Test
    void aLinkLaidOutInTheSharedFolderIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Files.createSymbolicLink(temp.resolve("queue"), elsewhere);
        assertThrows(IOException.class, () -> stopped(new RecordingController(Delivery.ACCEPTED)));
        assertEquals(List.of(), files(elsewhere));
    }

    private OfflineQueue stopped(UpdateSender sender) throws IOException {
        return new OfflineQueue(temp.resolve("queue"), sender, quick(), Clock.systemUTC());
    }

    private List<String> files() throws IOException {
        return files(temp.resolve("queue"));
    }

    private static List<String> files(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> !name.equals("lock"))
                    .sorted()
                    .toList();
        }
    }

    private static void run(String... argv) throws Exception {
        assertEquals(0, new ProcessBuilder(argv).inheritIO().start().waitFor(), String.join(" ", argv));
    }
}
