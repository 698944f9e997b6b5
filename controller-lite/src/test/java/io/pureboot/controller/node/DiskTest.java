package io.pureboot.controller.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pureboot.controller.testing.Reply;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestDisks;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.DiskReport;
import io.pureboot.protocol.node.Order;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
    private static final DiskInfo SDA = TestDisks.disk("/dev/sda", 1L << 40, "A");
    private static final DiskInfo NVME = TestDisks.disk("/dev/nvme0n1", 1L << 33, "N");

    @TempDir
    static Path data;

    static TestController controller;

    @BeforeAll
    static void start() {
        controller = TestController.start(data);
    }

    @AfterAll
    static void stop() {
        controller.close();
    }

    @Test
    @DisplayName(
            "ED1 ED2 TD3 TD4 TD10 the last report is shown; what vanished is gone; sda, /dev/sda, %2Fdev%2Fsda are one")
    void cached() {
        TestNode node = controller.node("disks");
        assertEquals(
                0,
                controller.admin().get(node.path("/disks")).json().path("total").asInt());
        node.report(SDA, NVME);
        Reply list = controller.admin().get(node.path("/disks"));
        assertEquals(2, list.json().path("total").asInt());
        for (String form : List.of("sda", "%2Fdev%2Fsda", "/dev/sda", "dev/sda", "%2fdev%2fsda")) {
            assertEquals(
                    SDA, controller.admin().get(node.path("/disks/" + form)).data(DiskInfo.class), form);
        }
        JsonNode counts = node.client()
                .post(
                        node.path("/disks/report"),
                        new DiskReport(List.of(NVME, TestDisks.disk("/dev/sdb", 512, "B")), null))
                .data();
        assertEquals(
                "1 1 1",
                counts.path("created").asInt() + " " + counts.path("updated").asInt() + " "
                        + counts.path("removed").asInt());
        controller.admin().get(node.path("/disks/sda")).problem(404, "not-found");
        controller
                .admin()
                .get(node.path("/disks/..%2Fetc%2Fpasswd"))
                .problem(422, "validation")
                .names("device");
        controller.admin().get("/nodes/none/disks").problem(404, "not-found");
        controller.admin().get("/nodes/none/disks/sda").problem(404, "not-found");
    }

    @Test
    @DisplayName("ED3 X16 a scan is an order until the report that answers it")
    void scan() {
        TestNode node = controller.node("scanned");
        JsonNode requested = controller.admin().post(node.path("/disks/scan")).data();
        assertEquals("scan_requested", requested.path("status").asText());
        String id = node.orders(Order.Scan.class).getFirst().requestId();
        assertEquals(id, requested.path("request_id").asText());
        assertTrue(controller
                .admin()
                .get(node.path("/disks/scan-status"))
                .data()
                .path("scan_requested")
                .asBoolean());
        controller.admin().post(node.path("/disks/scan")).data();
        assertEquals(1, node.orders(Order.Scan.class).size());
        node.report(SDA);
        assertEquals(1, node.orders(Order.Scan.class).size(), "a report that was not asked for does not answer");
        node.client()
                .post(node.path("/disks/report"), new DiskReport(List.of(SDA), id))
                .data();
        assertTrue(node.orders(Order.Scan.class).isEmpty());
        assertFalse(controller
                .admin()
                .get(node.path("/disks/scan-status"))
                .data()
                .path("scan_requested")
                .asBoolean());
    }

    @Test
    @DisplayName("ED1 live=true asks the node and waits for its report")
    void live() throws Exception {
        TestNode node = controller.node("live");
        node.report(SDA);
        long version = node.orders().version();
        var answer = controller.admin().getLater(node.path("/disks?live=true"));
        JsonNode orders =
                node.client().get(node.path("/orders?wait=30&after=" + version)).data();
        String request = orders.path("orders").get(0).path("request_id").asText();
        assertFalse(answer.isDone());
        node.client()
                .post(node.path("/disks/report"), new DiskReport(List.of(NVME), request))
                .data();
        JsonNode disks = answer.get(20, TimeUnit.SECONDS).json();
        assertEquals(1, disks.path("total").asInt());
        assertEquals("/dev/nvme0n1", disks.path("data").get(0).path("device").asText());
    }

    @Test
    @DisplayName("ED2 live=true of one disk asks the node, too; a disk that is gone is not found")
    void liveDisk() throws Exception {
        TestNode node = controller.node("live-disk");
        node.report(SDA);
        long version = node.orders().version();
        var answer = controller.admin().getLater(node.path("/disks/nvme0n1?live=true"));
        var gone = controller.admin().getLater(node.path("/disks/sda?live=true"));
        for (int asked = 0; !(answer.isDone() && gone.isDone()) && asked < 20; asked++) {
            JsonNode orders = node.client()
                    .get(node.path("/orders?wait=2&after=" + version))
                    .data();
            version = orders.path("version").asLong();
            for (JsonNode order : orders.path("orders")) {
                String request = order.path("request_id").asText();
                node.client()
                        .post(node.path("/disks/report"), new DiskReport(List.of(NVME), request))
                        .data();
            }
        }
        assertEquals(
                "/dev/nvme0n1",
                answer.get(20, TimeUnit.SECONDS).data().path("device").asText());
        gone.get(20, TimeUnit.SECONDS).problem(404, "not-found");
        assertEquals(
                404,
                controller.admin().get(node.path("/disks/sda")).status(),
                "the live scan is the last scan as well");
    }

    @Test
    @DisplayName("ED1 live=true is not answered by a scan that had begun before it was asked")
    void liveIsNew() throws Exception {
        TestNode node = controller.node("live-new");
        node.report(SDA);
        String owed = controller
                .admin()
                .post(node.path("/disks/scan"))
                .data()
                .path("request_id")
                .asText();
        long version = node.orders().version();
        var answer = controller.admin().getLater(node.path("/disks?live=true"));
        JsonNode orders =
                node.client().get(node.path("/orders?wait=30&after=" + version)).data();
        String request = orders.path("orders").get(0).path("request_id").asText();
        assertNotEquals(owed, request);
        node.report(SDA);
        node.client()
                .post(node.path("/disks/report"), new DiskReport(List.of(SDA), owed))
                .data();
        node.client()
                .post(node.path("/disks/report"), new DiskReport(List.of(NVME), request))
                .data();
        JsonNode disks = answer.get(20, TimeUnit.SECONDS).json();
        assertEquals(
                "/dev/nvme0n1",
                disks.path("data").get(0).path("device").asText(),
                "answered by a scan older than the question");
    }

    @Test
    @DisplayName("TD3 TD7 TD10 a report with anything wrong changes nothing and names the field")
    void wrongReports() {
        TestNode node = controller.node("wrong");
        node.report(SDA);
        wrong(node, "disks[0].device", disk -> disk.put("device", "/etc/passwd"));
        wrong(node, "disks[0].device", disk -> disk.put("device", "/dev/" + "x".repeat(60)));
        wrong(node, "disks[0].device", disk -> disk.remove("device"));
        wrong(node, "disks[0].size_bytes", disk -> disk.put("size_bytes", -1));
        wrong(node, "disks[0].partition_table", disk -> disk.put("partition_table", "msdos"));
        wrong(node, "disks[0].scanned_at", disk -> disk.remove("scanned_at"));
        wrong(node, "disks[0].scanned_at", disk -> disk.put("scanned_at", "yesterday"));
        wrong(node, "disks[0].model", disk -> disk.put("model", "x".repeat(256)));
        wrong(node, "disks[0].colour", disk -> disk.put("colour", "red"));
        wrong(node, "disks[0]", disk -> disk.remove("partitions"));
        node.client()
                .post(node.path("/disks/report"), new DiskReport(List.of(NVME, NVME), null))
                .problem(422, "validation")
                .names("disks[1].device");
        assertEquals(SDA, controller.admin().get(node.path("/disks/sda")).data(DiskInfo.class));
    }

    private static void wrong(TestNode node, String field, Consumer<ObjectNode> change) {
        ObjectNode report = ProtocolJson.mapper().valueToTree(new DiskReport(List.of(NVME), null));
        change.accept((ObjectNode) ((ArrayNode) report.path("disks")).get(0));
        node.client()
                .post(node.path("/disks/report"), report)
                .problem(422, "validation")
                .names(field);
    }
}
