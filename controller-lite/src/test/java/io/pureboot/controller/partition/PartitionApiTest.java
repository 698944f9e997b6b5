package io.pureboot.controller.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.controller.testing.Client;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.controller.testing.TestSocket;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.testing.DiskDraft;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue of a disk at the controller, with a node that says what a test wants it to say. */
class PartitionApiTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path data;

    private TestController controller;
    private TestNode node;

    @BeforeEach
    void start() {
        controller = TestController.start(data);
        node = controller.node("parts");
        node.report(disk());
    }

    private static DiskInfo disk() {
        return new DiskDraft("/dev/sda", 10240, "S1")
                .partition(1, "efi", "fat32", "EFI", 1, 511, 10)
                .partition(2, "linux", "ext4", "root", 512, 4096, 1000)
                .partition(3, "linux", "xfs", "data", 4608, 1024, 100)
                .disk();
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    private Client admin() {
        return controller.admin();
    }

    private String path(String rest) {
        return node.path("/disks/sda" + rest);
    }

    private JsonNode queue(String operation, Map<String, Object> params) {
        return admin().post(path("/operations"), Map.of("operation", operation, "params", params))
                .data();
    }

    @Test
    @DisplayName(
            "AR3 ED4 ED5 TP1 TP3 TP4 TP6 TP7 TP10 queued, checked against the projected layout, listed in sequence")
    void queues() {
        queue("delete", Map.of("partition", 3));
        JsonNode second = queue("resize", Map.of("partition", 2, "new_size_bytes", 5000 * MIB));
        assertEquals(2, second.path("sequence").asInt());
        assertEquals("pending", second.path("status").asText());
        assertEquals("/dev/sda", second.path("device").asText());
        assertEquals(36, second.path("id").asText().length());
        assertTrue(second.path("session_id").isNull());
        assertTrue(second.path("created_at").asText().endsWith("Z"));
        for (String form : List.of("sda", "%2Fdev%2Fsda", "/dev/sda")) {
            JsonNode list =
                    admin().get(node.path("/disks/" + form + "/operations")).data();
            assertEquals("delete", list.path(0).path("operation").asText());
            assertEquals(
                    5000 * MIB,
                    list.path(1).path("params").path("new_size_bytes").asLong());
        }
        assertEquals(0, admin().get(path("/operations?status=completed")).data().size());
        admin().get(path("/operations?status=odd")).problem(422, "validation").names("status");
        JsonNode plan = admin().get(path("/plan")).data();
        assertEquals(2, plan.path("projections").size());
        assertEquals(2, plan.path("after").path("partitions").size());
        assertEquals(0, plan.path("refusals").size());
    }

    @Test
    @DisplayName("SO1 SO2 TP5 FM4 SPA12 wrong operations are refused with 422 and the reason; viewers may look only")
    void refuses() {
        admin().post(path("/operations"), Map.of("operation", "merge", "params", Map.of()))
                .problem(422, "validation")
                .names("operation");
        admin().post(path("/operations"), Map.of("operation", "delete", "params", Map.of("partition", 1, "x", 1)))
                .problem(422, "validation")
                .names("params.x");
        JsonNode xfs = admin().post(
                        path("/operations"),
                        Map.of("operation", "resize", "params", Map.of("partition", 3, "new_size_bytes", 500 * MIB)))
                .problem(422, "plan-rejected")
                .json();
        assertTrue(xfs.path("detail").asText().contains("XFS file systems cannot be made smaller"), xfs.toString());
        queue("delete", Map.of("partition", 2));
        admin().post(
                        path("/operations"),
                        Map.of("operation", "format", "params", Map.of("partition", 2, "filesystem", "ext4")))
                .problem(422, "plan-rejected");
        controller.anonymous().get(path("/operations")).problem(401, "not-authenticated");
        admin().get(node.path("/disks/sdz/plan")).problem(404, "not-found");
    }

    @Test
    @DisplayName("ED6 TP7 a pending operation is deleted unless others need it; the rest is numbered anew")
    void deletes() {
        String first = queue("delete", Map.of("partition", 3)).path("id").asText();
        String grow = queue("resize", Map.of("partition", 2, "new_size_bytes", 5000 * MIB))
                .path("id")
                .asText();
        queue("set_flag", Map.of("partition", 2, "flag", "legacy_boot", "value", true));
        JsonNode needed = admin().call("DELETE", path("/operations/" + first), null)
                .problem(409, "conflict")
                .json();
        assertTrue(needed.path("detail").asText().contains("Operation 2 (resize) needs it"), needed.toString());
        admin().call("DELETE", path("/operations/" + grow), null).data();
        JsonNode left = admin().get(path("/operations")).data();
        assertEquals(2, left.size());
        assertEquals(2, left.path(1).path("sequence").asInt());
        admin().call("DELETE", path("/operations/" + grow), null).problem(404, "not-found");
    }

    @Test
    @DisplayName("ED7 X1 nothing runs before apply; 400 when empty, 409 when the layout is another; then one order")
    void applies() {
        admin().post(path("/apply"), Map.of()).problem(400, "queue-empty");
        queue("delete", Map.of("partition", 3));
        assertEquals(List.of(), node.orders(Order.Partition.class), "nothing is ordered before apply");
        controller.restart();
        node = controller.again(node);
        assertEquals(List.of(), node.orders(Order.Partition.class), "not after a restart either");
        admin().post(path("/apply"), Map.of("fingerprint", "another")).problem(409, "table-changed");
        assertEquals(List.of(), node.orders(Order.Partition.class));
        JsonNode answer = admin().post(path("/apply")).data();
        assertEquals("apply_requested", answer.path("status").asText());
        assertEquals(1, answer.path("pending_count").asInt());
        JsonNode waiting = admin().get(path("/job")).data();
        assertEquals("waiting", waiting.path("state").asText(), "the node has not said anything yet");
        assertEquals(
                "pending", waiting.path("operations").path(0).path("status").asText());
        Order.Partition order = node.orders(Order.Partition.class).getFirst();
        assertEquals(answer.path("job_id").asText(), order.jobId());
        assertEquals(disk().fingerprint(), order.fingerprint());
        assertEquals("delete", order.operations().getFirst().operation());
        admin().post(path("/apply")).problem(409, "conflict");
        admin().post(path("/operations"), Map.of("operation", "delete", "params", Map.of("partition", 1)))
                .problem(409, "conflict");
    }

    @Test
    @DisplayName(
            "EV7 EV8 EV9 TP8 TP9 TP11 PH6 what the node reports is kept across a restart of the controller and told in order")
    void reports() {
        String one = queue("delete", Map.of("partition", 3)).path("id").asText();
        String two = queue("resize", Map.of("partition", 2, "new_size_bytes", 4500 * MIB))
                .path("id")
                .asText();
        String three = queue("set_flag", Map.of("partition", 1, "flag", "hidden", "value", true))
                .path("id")
                .asText();
        String job = admin().post(path("/apply")).data().path("job_id").asText();
        try (TestSocket socket = TestSocket.open(controller)) {
            say(job, "running", null, one, "running", two, "pending", three, "pending");
            say(job, "running", null, one, "completed", two, "pending", three, "pending");
            say(job, "running", null, one, "completed", two, "running", three, "pending");
            say(job, "failed", "e2fsck failed", one, "completed", two, "failed", three, "pending");
            List<String> seen = new ArrayList<>();
            while (seen.size() < 4) {
                JsonNode event = socket.next(each -> each.path("type").asText().startsWith("partition.operation_"));
                assertEquals(node.id(), event.path("data").path("node_id").asText());
                seen.add(event.path("type").asText().substring("partition.operation_".length())
                        + (event.path("data").path("operation_id").asText().equals(one) ? " 1" : " 2")
                        + event.path("data").path("error").asText(""));
            }
            assertEquals(List.of("started 1", "complete 1", "started 2", "failed 2e2fsck failed"), seen);
        }
        controller.restart();
        node = controller.again(node);
        JsonNode list = admin().get(path("/operations")).data();
        assertEquals("completed", list.path(0).path("status").asText());
        assertTrue(list.path(0).path("executed_at").asText().endsWith("Z"));
        assertEquals("failed", list.path(1).path("status").asText());
        assertEquals("e2fsck failed", list.path(1).path("error_message").asText());
        assertEquals("pending", list.path(2).path("status").asText());
        assertEquals("failed", admin().get(path("/job")).data().path("state").asText());
        assertEquals(1, node.orders(Order.Partition.class).getFirst().attempt());

        admin().post(path("/job"), Map.of("action", "undo")).data();
        Order.Partition undo = node.orders(Order.Partition.class).getFirst();
        assertEquals("undo 2", undo.action() + " " + undo.attempt());
        say(job, "undone", null, one, "pending", two, "pending", three, "pending");
        assertEquals(List.of(), node.orders(Order.Partition.class));
        assertEquals(3, admin().get(path("/operations?status=pending")).data().size());
        admin().post(path("/job"), Map.of("action", "undo")).problem(409, "conflict");
        admin().post(path("/job"), Map.of("action", "explode")).problem(422, "validation");
    }

    @Test
    @DisplayName("TP2 a forgotten node's operations go with it; another node cannot report on them")
    void belongsToItsNode() {
        queue("delete", Map.of("partition", 3));
        String job = admin().post(path("/apply")).data().path("job_id").asText();
        TestNode other = controller.node("other");
        other.client()
                .post(other.path("/partition-operations/report"), job(job, "completed", null))
                .problem(404, "not-found");
        other.client()
                .post(node.path("/partition-operations/report"), job(job, "completed", null))
                .problem(403, "forbidden");
        assertEquals(1, admin().get(node.path("/partition-operations")).data().size());
        admin().call("DELETE", node.path(""), null).data();
        admin().get(node.path("/partition-operations")).problem(404, "not-found");
    }

    @Test
    @DisplayName("X3 a queue made for one layout is not carried out on another, nor added to: 409")
    void layoutChanged() {
        String id = queue("delete", Map.of("partition", 3)).path("id").asText();
        node.report(new DiskDraft("/dev/sda", 10240, "S1")
                .partition(1, "efi", "fat32", "EFI", 1, 511, 10)
                .partition(2, "linux", "ext4", "root", 512, 4000, 1000)
                .partition(3, "linux", "ext4", "precious", 4608, 1024, 100)
                .partition(4, "linux", "ext4", "more", 6000, 1024, 100)
                .disk());
        JsonNode changed =
                admin().post(path("/apply")).problem(409, "table-changed").json();
        assertTrue(changed.path("detail").asText().contains("has changed since operations were queued"));
        admin().post(path("/operations"), Map.of("operation", "delete", "params", Map.of("partition", 1)))
                .problem(409, "table-changed");
        controller.restart();
        node = controller.again(node);
        String now =
                admin().get(node.path("/disks/sda")).data().path("fingerprint").asText();
        admin().post(path("/apply"), Map.of("fingerprint", now)).problem(409, "table-changed");
        assertEquals(List.of(), node.orders(Order.Partition.class));
        admin().call("DELETE", path("/operations/" + id), null).data();
        queue("delete", Map.of("partition", 1));
        admin().post(path("/apply"), Map.of("fingerprint", now)).data();
    }

    @Test
    @DisplayName("EV7 EV8 a node may tell of each operation by itself, but only of those that somebody applied")
    void statusOfOne() {
        String id = queue("delete", Map.of("partition", 3)).path("id").asText();
        String status = node.path("/partition-operations/" + id + "/status");
        node.client().post(status, Map.of("status", "running")).problem(409, "conflict");
        admin().post(path("/apply")).data();
        try (TestSocket socket = TestSocket.open(controller)) {
            node.client().post(status, Map.of("status", "running")).data();
            node.client().post(status, Map.of("status", "running")).data();
            node.client()
                    .post(status, Map.of("status", "failed", "error_message", "no \u001b[31mluck"))
                    .data();
            List<String> seen = new ArrayList<>();
            while (seen.size() < 2) {
                JsonNode event = socket.next(each -> each.path("type").asText().startsWith("partition.operation_"));
                seen.add(event.path("type").asText());
            }
            assertEquals(List.of("partition.operation_started", "partition.operation_failed"), seen);
        }
        JsonNode row = admin().get(path("/operations")).data().path(0);
        assertEquals("failed", row.path("status").asText());
        assertTrue(row.path("executed_at").asText().endsWith("Z"));
        node.client()
                .post(status, Map.of("status", "in_progress"))
                .problem(422, "validation")
                .names("status");
        TestNode other = controller.node("other");
        other.client().post(status, Map.of("status", "completed")).problem(403, "forbidden");
        other.client()
                .post(other.path("/partition-operations/" + id + "/status"), Map.of("status", "completed"))
                .problem(404, "not-found");
        admin().post(status, Map.of("status", "completed")).problem(403, "forbidden");
    }

    @Test
    @DisplayName("X6 the table's backup is put back by one call through the controller; a half done job is given up")
    void restoresAndAbandons() {
        admin().post(path("/job"), Map.of("action", "restore_table")).problem(409, "conflict");
        String one = queue("delete", Map.of("partition", 3)).path("id").asText();
        String job = admin().post(path("/apply")).data().path("job_id").asText();
        assertEquals("begin 1", ordered());
        say(job, "running", null, one, "running");
        assertEquals("continue 1", ordered(), "a node that forgot must not begin once more");
        admin().post(path("/job"), Map.of("action", "restore_table")).problem(409, "conflict");
        admin().post(path("/job"), Map.of("action", "abandon")).problem(409, "conflict");
        say(job, "completed", null, one, "completed");
        assertEquals(List.of(), node.orders(Order.Partition.class));

        admin().post(path("/job"), Map.of("action", "restore_table")).data();
        assertEquals("restore_table 2", ordered());
        say(job, "completed", "/dev/sda is mounted", one, "completed");
        assertEquals(List.of(), node.orders(Order.Partition.class), "a refusal is an answer");
        admin().post(path("/job"), Map.of("action", "restore_table")).data();
        assertEquals("restore_table 3", ordered());
        say(job, "table_restored", null, one, "completed");
        assertEquals(List.of(), node.orders(Order.Partition.class));

        String two = queue("delete", Map.of("partition", 3)).path("id").asText();
        job = admin().post(path("/apply")).data().path("job_id").asText();
        say(job, "failed", "no", two, "failed");
        admin().post(path("/job"), Map.of("action", "abandon")).data();
        assertEquals("abandon 2", ordered());
        say(job, "abandoned", "no", two, "failed");
        queue("delete", Map.of("partition", 3));
    }

    @Test
    @DisplayName(
            "TP8 TP9 X1 a job begun on the node's own page shows like those ordered here, says so, is acted on from here"
                    + " and outlives a restart; nothing of it is begun by an order")
    void begunOnTheNode() {
        try (TestSocket socket = TestSocket.open(controller)) {
            tell("own-1", "/dev/sda", "running", null);
            JsonNode event = socket.next(each -> each.path("type").asText().equals("partition.progress"));
            assertEquals("node", event.path("data").path("job").path("begun_on").asText());
        }
        JsonNode shown = admin().get(path("/job")).data();
        assertEquals("own-1", shown.path("id").asText());
        assertEquals("running", shown.path("state").asText());
        assertEquals("node", shown.path("begun_on").asText());
        assertEquals(
                3,
                shown.path("operations")
                        .path(0)
                        .path("params")
                        .path("partition")
                        .asInt());
        assertEquals("tell 0", ordered(), "a node that has lost it is to say so");
        admin().post(path("/operations"), Map.of("operation", "delete", "params", Map.of("partition", 1)))
                .problem(409, "conflict");

        admin().post(path("/job"), Map.of("action", "cancel")).data();
        assertEquals("cancel 1", ordered());
        tell("own-1", "/dev/sda", "cancelled", null);
        controller.restart();
        node = controller.again(node);
        shown = admin().get(path("/job")).data();
        assertEquals("cancelled", shown.path("state").asText());
        assertEquals("node", shown.path("begun_on").asText());
        admin().post(path("/job"), Map.of("action", "undo")).data();
        assertEquals("undo 2", ordered());
        tell("own-1", "/dev/sda", "undone", null);
        assertEquals(List.of(), node.orders(Order.Partition.class));
        queue("delete", Map.of("partition", 3));
        String ours = admin().post(path("/apply")).data().path("job_id").asText();
        assertEquals(
                "controller", admin().get(path("/job")).data().path("begun_on").asText());

        // Somebody at the node was faster, and told later.
        tell("own-2", "/dev/sda", "running", null);
        assertEquals("own-2", admin().get(path("/job")).data().path("id").asText());
        tell("own-2", "/dev/sda", "completed", null);
        assertEquals(ours, admin().get(path("/job")).data().path("id").asText());
    }

    @Test
    @DisplayName("TP2 X16 what a node tells of a job of its own is checked, and is not one of another node")
    void strangeJobs() {
        tell("own-1", "/dev/sda", "completed", null);
        TestNode other = controller.node("other");
        other.client()
                .post(other.path("/partition-operations/report"), job("own-1", "running", null))
                .problem(404, "not-found");
        assertEquals("completed", admin().get(path("/job")).data().path("state").asText());
        for (String device : List.of("sda", "/dev/../sda", "/dev/sda;reboot", "")) {
            node.client()
                    .post(node.path("/partition-operations/report"), view("own-2", device, "running", null))
                    .problem(422, "validation")
                    .names("device");
        }
        node.client()
                .post(node.path("/partition-operations/progress"), view(" ", "/dev/sda", "running", null))
                .problem(422, "validation")
                .names("id");
        node.client()
                .post(node.path("/partition-operations/report"), Map.of("operations", List.of()))
                .problem(422, "validation");

        // The same machine, forgotten and let in once more, tells of what it has.
        admin().call("DELETE", node.path(""), null).data();
        node = controller.node("parts");
        node.report(disk());
        tell("own-1", "/dev/sda", "interrupted", "cut off");
        assertEquals(
                "interrupted", admin().get(path("/job")).data().path("state").asText());
    }

    private void tell(String id, String device, String state, @Nullable String error) {
        node.client()
                .post(node.path("/partition-operations/report"), view(id, device, state, error))
                .data();
    }

    private static PartitionJob view(String id, String device, String state, @Nullable String error) {
        return new PartitionJob(
                id,
                device,
                state,
                0,
                3,
                null,
                0,
                0,
                null,
                null,
                error,
                null,
                List.of(new PartitionJob.Operation("op-1", "delete", "running", null, Map.of("partition", 3))),
                Instant.now());
    }

    private String ordered() {
        Order.Partition order = node.orders(Order.Partition.class).getFirst();
        return order.action() + " " + order.attempt();
    }

    private void say(String id, String state, @Nullable String error, String... statuses) {
        List<PartitionJob.Operation> operations = new ArrayList<>();
        for (int i = 0; i < statuses.length; i += 2) {
            boolean failed = statuses[i + 1].equals("failed");
            operations.add(new PartitionJob.Operation(
                    statuses[i], "any", statuses[i + 1], failed ? String.valueOf(error) : null));
        }
        PartitionJob job = job(id, state, error);
        node.client()
                .post(
                        node.path("/partition-operations/report"),
                        new PartitionJob(
                                id,
                                "/dev/sda",
                                state,
                                1,
                                3,
                                null,
                                0,
                                0,
                                null,
                                null,
                                error,
                                null,
                                operations,
                                job.startedAt()))
                .data();
    }

    private static PartitionJob job(String id, String state, @Nullable String error) {
        return new PartitionJob(
                id, "/dev/sda", state, 0, 3, null, 0, 0, null, null, error, null, List.of(), Instant.now());
    }
}
