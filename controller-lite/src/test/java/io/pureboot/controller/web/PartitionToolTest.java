package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import java.nio.file.Path;
import java.util.List;
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
}
