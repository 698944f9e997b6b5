package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.TestController;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import io.pureboot.protocol.node.Order;
import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import io.pureboot.testing.DiskDraft;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

@ExtendWith(BrowserExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodesPageTest {
    private final Browser browser;
    private Ui ui;

    NodesPageTest(Browser browser, @TempDir Path data) {
        this.browser = browser;
        this.ui = Ui.start(data, browser);
    }

    @BeforeAll
    void picture() {
        ui.open("/nodes");
        browser.waitForText("ZFN1K0GJ");
        browser.picture("nodes");
        browser.dark(true);
        browser.picture("nodes-dark");
        browser.dark(false);
    }

    @AfterAll
    void stop() {
        ui.close();
    }

    @Test
    @DisplayName("X16 a network boot that does not work is said above the nodes")
    void networkBootProblem() {
        ui.open("/nodes");
        browser.waitForText("ZFN1K0GJ");
        assertEquals(0, browser.all("boot-notice .note").size(), "nothing is wrong");
        browser.script("document.querySelector('boot-notice').problem = 'dnsmasq ended with code 2'");
        browser.waitForText("dnsmasq ended with code 2");
        assertEquals(1, browser.all("boot-notice .note[role=alert]").size());
    }

    @Test
    @DisplayName("UD1 partitions are drawn to scale, with their used part")
    void drawsToScale() {
        DiskInfo disk = ExampleFleet.dualBoot();
        ui.open("/nodes/" + ui.fleet.workstation.id());
        browser.waitForText("Windows");
        PartitionInfo largest = disk.partitions().get(2);
        double scale = width(largest) / largest.sizeBytes();
        for (PartitionInfo partition : disk.partitions()) {
            double wanted = partition.sizeBytes() * scale;
            double width = width(partition);
            if (wanted >= 20) {
                assertEquals(wanted, width, 1.5, "partition " + partition.number());
            } else {
                assertEquals(20, width, 0.5, "partition " + partition.number() + " must stay visible");
            }
        }
        WebElement used = piece(largest).findElement(By.cssSelector(".piece-used"));
        assertEquals(
                231_500.0 / 420_000,
                browser.width(used) / browser.width(piece(largest).findElement(By.cssSelector(".piece-body"))),
                0.01);
    }

    @Test
    @DisplayName("UD1 free space is drawn, logical partitions lie inside the extended one, colours have a legend")
    void drawsGapsAndLogicals() {
        ui.open("/nodes/" + ui.fleet.server.id() + "/disks?device=/dev/sdb");
        browser.waitForText("Disks of storage-02");
        String drawn = "partition-tool disk-card ";
        assertEquals(
                2, browser.all(drawn + ".piece.extended li[data-partition]").size());
        assertEquals(1, browser.all(drawn + ".piece.extended .piece.gap").size());
        assertEquals(1, browser.all(drawn + ".disk-bar > .piece.gap").size());
        assertTrue(browser.find(drawn + ".disk-bar > .piece.gap").getText().contains("Free"));
        String legend = browser.find("partition-tool section fs-legend").getText();
        for (String name : List.of("ext4", "XFS", "LUKS", "Free")) {
            assertTrue(legend.contains(name), legend);
        }
        Object colours = browser.script("return new Set([...document.querySelectorAll('" + drawn
                + ".piece[data-partition] .piece-body')].map(e => getComputedStyle(e).borderTopColor)).size");
        assertEquals(3L, colours);
    }

    @Test
    @DisplayName("UP4 a node is shown with its disks, why one is in use, and what could not be read")
    void showsReasons() {
        ui.open("/nodes");
        browser.waitForText("/dev/sda2 is mounted at /.");
        browser.waitForText("/dev/sda3 belongs to volume group data.");
        browser.waitForText("Sector 1953525100 could not be read.");
        browser.waitForText("4096-byte sectors");
        browser.waitForText("no known partition table");
        browser.waitForText("3 nodes online");
    }

    @Test
    @DisplayName("UW2 PH1 a rescan is ordered from the node, and what it reports appears without a reload")
    void rescans() {
        ui.open("/nodes/" + ui.fleet.replacement.id());
        browser.waitForText("Photos");
        browser.press("Rescan");
        browser.waitForText("Scanning…");
        browser.waitUntil(
                "the order to scan",
                () -> !ui.fleet.replacement.orders(Order.Scan.class).isEmpty());
        ui.fleet.replacement.report(
                new DiskDraft("/dev/sda", 1_907_729, ExampleFleet.TARGET_SERIAL)
                        .hardware("WDC WD20EZBX-00AYRA0", "sata")
                        .partition(1, "linux", "xfs", "fresh", 1, 900_000, 12)
                        .disk(),
                ExampleFleet.small());
        browser.waitForText("fresh");
        assertFalse(browser.text().contains("Photos"));
        browser.waitUntil("the button again", () -> browser.text().contains("Rescan"));
        ui.fleet.replacement.report(ExampleFleet.oldData(), ExampleFleet.small());
        browser.waitForText("Photos");
    }

    @Test
    @DisplayName("UP1 adding a node shows a command with a fresh token, and tells when the node has joined")
    void addsANode() {
        ui.open("/nodes");
        browser.waitForText("storage-02");
        browser.press("Add a node");
        browser.waitForText("Waiting for the node…");
        browser.picture("add-node");
        List<WebElement> lines = browser.all("dialog copy-line pre");
        String command = lines.get(0).getText();
        assertTrue(command.contains("--server " + ui.controller.url()), command);
        assertTrue(command.contains("--ca " + ui.controller.caSha256()), command);
        String kernel = lines.get(1).getText();
        assertTrue(kernel.contains("pureboot.ca=" + ui.controller.caSha256()), kernel);
        ui.controller.node("new-machine").heartbeat();
        browser.waitForText("new-machine joined.");
        browser.press("Close");
        assertFalse(browser.shows("dialog"));
        browser.waitForText("4 nodes online");
        browser.press("Add a node");
        browser.waitForText("Waiting for the node…");
        assertFalse(browser.all("dialog copy-line pre").getFirst().getText().equals(command));
    }

    @Test
    @DisplayName("UP4 a node that is silent is shown as offline, with its last scan")
    void showsOffline(@TempDir Path data) {
        try (TestController controller =
                TestController.start(data, config -> config.offlineAfter(Duration.ofMillis(1500)))) {
            ExampleFleet fleet = ExampleFleet.in(controller);
            browser.open(controller.url() + "/nodes");
            browser.type("#username", "admin");
            browser.type("#password", TestController.PASSWORD);
            browser.press("Sign in");
            browser.waitForText("0 online · 3 offline");
            browser.waitForText("last seen");
            assertFalse(browser.find("rescan-button button").isEnabled());
            fleet.server.heartbeat();
            browser.waitForText("1 online · 2 offline");
            browser.waitForText("0 online · 3 offline");
        } finally {
            ui.signIn("admin", TestController.PASSWORD);
            browser.waitForText("Live");
        }
    }

    private WebElement piece(PartitionInfo partition) {
        return browser.find("disk-card .piece[data-partition='" + partition.number() + "']");
    }

    private double width(PartitionInfo partition) {
        return browser.width(piece(partition));
    }
}
