package io.pureboot.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions changed through the controller, by a node that is a process of its own. */
class PartitionJobTest {
    private static final long MIB = 1 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    @Test
    @DisplayName(
            "WF4 PH6 TP8 AR3 X13 queued and applied at the controller; the node is killed while it moves and goes on;"
                    + " a job begun on the node is seen, stopped and undone at the controller; the disk is enlarged, and one apply grows the file system")
    void killedWhileMoving() throws IOException {
        Prerequisites.requireLoop();
        Prerequisites.requireTool("e2fsck");
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 1400 * MIB, 512);
                TestCluster cluster = TestCluster.start(folder)) {
            TestNode node = cluster.node("parts", java.util.List.of(loop.path()));
            String disk = "/nodes/" + node.id() + "/disks/" + loop.name();
            Api api = cluster.api();
            queue(
                    api,
                    disk,
                    "create",
                    Map.of(
                            "start_bytes",
                            MIB,
                            "size_bytes",
                            600 * MIB,
                            "filesystem",
                            "ext4",
                            "label",
                            "one",
                            "partition_table",
                            "gpt"));
            apply(api, disk);
            awaitJob(api, disk, "completed");
            Wait.until(
                    LIMIT,
                    () -> "the new partition is reported",
                    () -> api.get(disk).path("partitions").size() == 1);
            Path part = loop.partition(1);
            Tool.run("dd", "if=/dev/urandom", "of=" + folder.resolve("noise"), "bs=1M", "count=32");
            Tool.run("debugfs", "-w", "-R", "write " + folder.resolve("noise") + " noise", part);
            String hash = Tool.run("sha256sum", part).substring(0, 64);

            queue(api, disk, "move", Map.of("partition", 1, "new_start_bytes", 40 * MIB));
            queue(api, disk, "set_flag", Map.of("partition", 1, "flag", "legacy_boot", "value", true));
            apply(api, disk);
            Wait.until(LIMIT, () -> "a part of the copy is done", () -> {
                JsonNode job = api.get(disk + "/job");
                return job.path("bytes_done").asLong() > 0
                        || job.path("state").asText().equals("completed");
            });
            node.server().kill();
            node.server().restart();
            node.server().awaitReady();
            awaitJob(api, disk, "completed");
            Wait.until(
                    LIMIT,
                    () -> "the new place is reported: " + loop.path(),
                    () -> api.get(disk)
                                    .path("partitions")
                                    .path(0)
                                    .path("start_bytes")
                                    .asLong()
                            == 40 * MIB);
            assertEquals(hash, Tool.run("sha256sum", part).substring(0, 64));
            Tool.run("e2fsck", "-f", "-n", part);
            JsonNode operations = api.get(disk + "/operations");
            assertEquals(3, operations.size());
            operations.forEach(
                    each -> assertEquals("completed", each.path("status").asText(), each.toString()));
            assertTrue(Tool.run("sgdisk", "-v", loop.path()).contains("No problems found"));
            begunOnTheNode(cluster, node, loop);
            assertEquals(hash, Tool.run("sha256sum", part).substring(0, 64));
            enlarged(api, node, loop);
        }
    }

    /** Somebody moves the partition on the node's own page; the controller sees it, stops it, and has it undone. */
    private static void begunOnTheNode(TestCluster cluster, TestNode node, LoopDevice loop) throws IOException {
        Api api = cluster.api();
        String disk = "/nodes/" + node.id() + "/disks/" + loop.name();
        Api own = cluster.signedInAt(node);
        String self = "/nodes/self/disks/" + loop.name();
        // So close to where it is now, it takes long enough to be stopped.
        queue(own, self, "move", Map.of("partition", 1, "new_start_bytes", 43 * MIB));
        own.post(self + "/apply", Map.of());
        JsonNode[] job = new JsonNode[1];
        Wait.until(LIMIT, () -> "the controller sees it: " + job[0], () -> {
            job[0] = api.get(disk + "/job");
            return job[0].path("begun_on").asText().equals("node")
                    && job[0].path("bytes_done").asLong() > 0;
        });
        assertEquals("move", job[0].path("operations").path(0).path("operation").asText());
        api.post(disk + "/job", Map.of("action", "cancel"));
        awaitJob(api, disk, "cancelled");
        node.server().kill();
        node.server().restart();
        node.server().awaitReady();
        awaitJob(api, disk, "cancelled");
        api.post(disk + "/job", Map.of("action", "undo"));
        awaitJob(api, disk, "undone");
        assertEquals("node", api.get(disk + "/job").path("begun_on").asText());
    }

    /** The disk of a virtual machine was made larger: from scan to a grown file system by one operation and one apply. */
    private void enlarged(Api api, TestNode node, LoopDevice loop) throws IOException {
        String disk = "/nodes/" + node.id() + "/disks/" + loop.name();
        loop.grow(2000 * MIB);
        JsonNode[] seen = new JsonNode[1];
        // A scan that was under way when the disk grew may answer first.
        Wait.until(LIMIT, () -> "the disk is seen larger: " + seen[0], () -> {
            seen[0] = api.get("/nodes/" + node.id() + "/disks?live=true").path(0);
            return seen[0].path("size_bytes").asLong() == 2000 * MIB;
        });
        JsonNode scanned = seen[0];
        assertTrue(scanned.path("warnings").toString().contains("the disk has grown"), scanned.toString());
        long room = 2000 * MIB - 33 * 512 - 40 * MIB;
        queue(api, disk, "resize", Map.of("partition", 1, "new_size_bytes", room));
        apply(api, disk);
        awaitJob(api, disk, "completed");
        Path part = loop.partition(1);
        Tool.run("e2fsck", "-f", "-n", part);
        assertTrue(Tool.run("dumpe2fs", "-h", part).contains("Block count:              " + room / 4096 + "\n"));
        Tool.run("debugfs", "-R", "dump noise " + folder.resolve("noise.back"), part);
        assertEquals(-1, Files.mismatch(folder.resolve("noise"), folder.resolve("noise.back")));
        assertTrue(Tool.run("sgdisk", "-v", loop.path()).contains("No problems found"));
    }

    private static void queue(Api api, String disk, String operation, Map<String, Object> params) throws IOException {
        api.post(disk + "/operations", Map.of("operation", operation, "params", params));
    }

    private static void apply(Api api, String disk) throws IOException {
        String fingerprint = api.get(disk).path("fingerprint").asText();
        api.post(disk + "/apply", Map.of("fingerprint", fingerprint));
    }

    private static void awaitJob(Api api, String disk, String state) {
        JsonNode[] last = new JsonNode[1];
        Wait.until(LIMIT, () -> "the job is " + state + ", but " + last[0], () -> {
            last[0] = api.get(disk + "/job");
            return last[0].path("state").asText().equals(state)
                    && last[0].path("operations").size() > 0;
        });
    }
}
