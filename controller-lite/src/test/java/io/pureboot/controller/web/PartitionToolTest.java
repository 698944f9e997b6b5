package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import io.pureboot.testing.DiskDraft;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BrowserExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartitionToolTest {
    private final Browser browser;
    private final Ui ui;

    PartitionToolTest(Browser browser, @TempDir Path data) {
        this.browser = browser;
        this.ui = Ui.start(data, browser);
    }

    @AfterAll
    void stop() {
        ui.close();
    }

    @ParameterizedTest(name = "/nodes/…/{0}")
    @ValueSource(strings = {"disks", "partitions"})
    @DisplayName("UP4 both addresses lead to the disks of a node")
    void bothAddresses(String name) {
        ui.open("/nodes/" + ui.fleet.server.id() + "/" + name);
        browser.waitForText("Disks of storage-02");
        browser.waitForText("mounted at /.");
    }

    @Test
    @DisplayName("UD7 one of several disks is chosen, and the choice is in the address")
    void choosesADisk() {
        ui.open("/nodes/" + ui.fleet.server.id() + "/disks");
        browser.waitForText("Disks of storage-02");
        assertEquals(4, browser.all("disk-selector input").size());
        assertTrue(browser.find("partition-tool > node-gate section").getText().contains("/dev/sda"));
        browser.click(".choice[data-device='/dev/sdb'] label");
        browser.waitForText("XFS cannot be made smaller.");
        assertTrue(browser.address().endsWith("?device=%2Fdev%2Fsdb"), browser.address());
        browser.picture("disks");
    }

    @Test
    @DisplayName("UD1 UD2 a click in the drawing marks the row, a click on a row marks the drawing")
    void selectsBothWays() {
        ui.open("/nodes/" + ui.fleet.workstation.id() + "/disks");
        browser.click(".piece[data-partition='4'] button");
        assertEquals("4", browser.find("tr.selected").getAttribute("data-partition"));
        browser.click("tr[data-partition='5']");
        browser.waitUntil(
                "partition 5 marked",
                () -> "true"
                        .equals(browser.find(".piece[data-partition='5'] button")
                                .getAttribute("aria-pressed")));
        assertEquals(1, browser.all("tr.selected").size());
        assertEquals(1, browser.all(".piece-body[aria-pressed=true]").size());
    }

    @Test
    @DisplayName("UD2 the table shows every field of a partition")
    void showsEveryField() {
        ui.open("/nodes/" + ui.fleet.workstation.id() + "/disks");
        browser.click("tr[data-partition='4'] td button");
        browser.find("tr.detail");
        String row = browser.find("tr[data-partition='4']").getText();
        for (String value : List.of("4", "ext4", "fedora", "Linux", "100 GiB", "from 410.4 GiB", "59.8 GiB", "59.8%")) {
            assertTrue(row.contains(value), value + " in " + row);
        }
        String details = browser.find("tr.detail").getText();
        for (String value : List.of(
                "/dev/nvme0n1p4",
                "440,692,375,552 B",
                "548,066,557,952 B",
                "107,374,182,400 B",
                "64,175,996,928 B",
                "0fc63daf-8483-4772-8e79-3d69d8477de4",
                "5f6a9d20-0000-4000-8000-000000000004",
                "b2c1e0aa-1111-4222-8333-000000000004")) {
            assertTrue(details.contains(value), value + " in " + details);
        }
        assertTrue(browser.find("tr[data-partition='1']").getText().contains("boot, esp"));
    }

    @Test
    @DisplayName(
            "UP4 PH8 X1 X4 X5 what is applied is followed from the first moment, also on a page opened anew; what stopped is"
                    + " continued; another disk has nothing of it; a viewer only looks")
    void followsAJob() {
        TestNode node = ui.controller.node(TestNode.machine("bench-03", "3c:ec:ef:10:22:77"));
        node.report(disk("/dev/sda", "A1"), disk("/dev/sdb", "B1"));
        String page = "/nodes/" + node.id() + "/disks";
        ui.open(page);
        browser.press("Change partitions of /dev/sda");
        browser.waitForText("No operations queued.");
        browser.click("partition-editor .piece[data-partition='2'] button");
        browser.press("Delete");
        browser.press("Add to queue");
        browser.waitForText("Apply 1 operation");
        ui.open(page);
        browser.waitForText("Delete partition 2");
        browser.press("Apply 1 operation");
        browser.press("Apply");
        browser.waitForText("Operations wait for the node");
        ui.open(page);
        browser.waitForText("Operations wait for the node");
        assertEquals(List.of(), browser.all("operation-queue .button"), "nothing to be applied once more");

        Order.Partition order = node.orders(Order.Partition.class).getFirst();
        say(node, order, "running", "running");
        browser.waitForText("Step 2 of 3");
        assertEquals("running", browser.find("operation-queue .chip").getText());
        say(node, order, "failed", "pending");
        browser.press("Continue");
        browser.waitForText("Waiting for the node");
        browser.picture("partitions-waiting");
        assertEquals("continue 2", ordered(node));
        say(node, order, "running", "running");
        browser.waitForText("Operations are under way");

        browser.click(".choice[data-device='/dev/sdb'] label");
        browser.find("partition-table tr[data-partition='1']");
        browser.press("Change partitions of /dev/sdb");
        browser.waitForText("No operations queued.");
        assertFalse(browser.text().contains("are under way"));
        browser.click(".choice[data-device='/dev/sda'] label");
        browser.waitForText("Operations are under way");
        say(node, order, "completed", "completed");
        browser.waitForText("Operations completed");
        browser.waitForText("No operations queued.");
    }

    @Test
    @DisplayName("UP4 X1 a job begun on the node's own page shows on the page of its disk by itself, to its end")
    void followsWhatTheNodeBegan() {
        TestNode node = ui.controller.node(TestNode.machine("bench-04", "3c:ec:ef:10:22:78"));
        node.report(disk("/dev/sda", "C1"));
        ui.open("/nodes/" + node.id() + "/disks");
        browser.find("partition-table tr[data-partition='1']");
        sayOwn(node, "running");
        browser.waitForText("Operations are under way");
        browser.waitForText("begun on the node's own page");
        browser.waitForText("Move partition 2 to 5 GiB");
        browser.waitForText("Step 2 of 3");
        browser.picture("partitions-begun-on-node");
        sayOwn(node, "failed");
        browser.press("Undo what was done");
        browser.waitForText("Waiting for the node");
        assertEquals("undo 1", ordered(node));
        sayOwn(node, "undone");
        browser.waitForText("Operations undone");
        browser.waitForText("No operations queued.");
    }

    private static void sayOwn(TestNode node, String state) {
        PartitionJob.Operation operation = new PartitionJob.Operation(
                "op-1", "move", "running", null, Map.of("partition", 2, "new_start_bytes", 5L << 30));
        PartitionJob job = new PartitionJob(
                "own-1",
                "/dev/sda",
                state,
                1,
                3,
                "copying",
                1 << 20,
                1 << 30,
                100L << 20,
                10L,
                null,
                null,
                List.of(operation),
                Instant.now());
        node.client().post(node.path("/partition-operations/report"), job).data();
    }

    @Test
    @DisplayName("UP4 UP1 a viewer sees the partitions, the queue and why nothing can be changed")
    void viewersLook(@TempDir Path data) {
        try (Ui other = Ui.start(data, browser)) {
            other.controller
                    .admin()
                    .post("/users", Map.of("username", "eve", "password", "only looking", "role", "viewer"))
                    .data();
            browser.find(".session-tools button").click();
            other.signIn("eve", "only looking");
            other.open("/nodes/" + other.fleet.workstation.id() + "/disks");
            browser.press("Change partitions of /dev/nvme0n1");
            browser.waitForText("No operations queued.");
            browser.waitForText("You are signed in as a viewer: this needs an admin.");
            assertEquals(List.of(), browser.all("operation-queue .button"));
            assertEquals(List.of(), browser.all("partition-editor .gap button"));
        }
        ui.signIn("admin", TestController.PASSWORD);
        browser.waitForText("Live");
    }

    @Test
    @DisplayName(
            "UP4 X1 X16 where partitions are missing in the list no operation is offered, and the page says why and"
                    + " what to do; what the scan knows against growing is said before anything is asked for")
    void offersNothingThatWouldBeRefused() {
        TestNode node = ui.controller.node(TestNode.machine("bench-05", "3c:ec:ef:10:22:79"));
        node.report(
                new DiskDraft("/dev/sda", 10_240, "D1")
                        .table("mbr")
                        .warning(DiskInfo.BROKEN_CHAIN + "is broken at sector 7: no boot record there.")
                        .partition(1, "linux", "ext4", "root", 1, 4096, 1000)
                        .partition(2, "extended", null, null, 5000, 4000, -1)
                        .disk(),
                new DiskDraft("/dev/sdb", 10_240, "D2")
                        .growExcuse("Windows is hibernated.")
                        .partition(1, "msdata", "ntfs", "Windows", 1, 4096, 1000)
                        .disk());
        ui.open("/nodes/" + node.id() + "/disks");
        browser.find("partition-table tr[data-partition='1']");
        browser.press("Change partitions of /dev/sda");
        browser.waitForText("is broken at sector 7");
        browser.waitForText("Nothing is changed here before the table is repaired");
        browser.click("partition-editor .piece[data-partition='1'] button");
        assertEquals(7, browser.all("partition-actions > .row button:disabled").size(), "all of them");
        assertEquals(List.of(), browser.all("partition-editor .gap button"));
        browser.picture("partitions-broken-chain");

        browser.click(".choice[data-device='/dev/sdb'] label");
        browser.press("Change partitions of /dev/sdb");
        browser.waitForText("No operations queued.");
        browser.click("partition-editor .piece[data-partition='1'] button");
        browser.press("Resize");
        browser.waitForText("It cannot grow: Windows is hibernated.");
        browser.waitForText("to 4096 MiB.");
        browser.press("Back");
    }

    private static DiskInfo disk(String device, String serial) {
        return new DiskDraft(device, 10_240, serial)
                .partition(1, "linux", "ext4", "root", 1, 4096, 1000)
                .partition(2, "linux", "xfs", "data", 4608, 1024, 100)
                .disk();
    }

    private static String ordered(TestNode node) {
        Order.Partition order = node.orders(Order.Partition.class).getFirst();
        return order.action() + " " + order.attempt();
    }

    private static void say(TestNode node, Order.Partition order, String state, String status) {
        PartitionJob.Operation operation =
                new PartitionJob.Operation(order.operations().getFirst().id(), "delete", status, null);
        PartitionJob job = new PartitionJob(
                order.jobId(),
                order.device(),
                state,
                1,
                3,
                null,
                0,
                0,
                null,
                null,
                null,
                null,
                List.of(operation),
                Instant.now());
        node.client().post(node.path("/partition-operations/report"), job).data();
    }
}
