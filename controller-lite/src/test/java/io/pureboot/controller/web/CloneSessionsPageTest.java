package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.TransferPhase;
import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

@ExtendWith(BrowserExtension.class)
class CloneSessionsPageTest {
    @Test
    @DisplayName("UP1 UC8 PH1 PH2 the list shows sessions as they come, filters them, cancels and deletes them")
    void lists(@TempDir Path data, Browser browser) {
        try (Ui ui = Ui.start(data, browser)) {
            ui.open("/clone");
            browser.waitForText("Nothing cloned yet");

            RunningClone failed =
                    RunningClone.pending(ui.controller, ui.fleet, "first try").start();
            browser.waitForText("first try");
            failed.sourceReady().fail("Reading /dev/nvme0n1 failed at byte 4,096.");
            browser.waitForText("Reading /dev/nvme0n1 failed at byte 4,096.");

            RunningClone running = RunningClone.pending(ui.controller, ui.fleet, "second try")
                    .start()
                    .sourceReady();
            browser.waitForText("second try");
            browser.waitUntil("a quarter", () -> {
                running.progress(TransferPhase.TRANSFERRING, 0.2505, 900L << 20);
                return browser.text().contains("25%");
            });
            browser.waitForText("900 MiB/s");
            browser.waitForText("2 sessions");
            browser.picture("clone-sessions");

            choose(browser, "filter-status", "failed");
            browser.waitForText("1 session match");
            assertEquals(1, browser.all("clone-session-card").size());
            assertTrue(browser.address().endsWith("/clone?status=failed"), browser.address());
            ui.open("/clone?status=failed&node_id=" + ui.fleet.server.id());
            browser.waitForText("No session matches");
            browser.press("Show all");
            browser.waitForText("2 sessions");

            card(browser, "second try", "Cancel").click();
            browser.waitForText("Cancel this clone?");
            browser.press("Let it run");
            assertEquals(SessionStatus.CLONING, running.view().status());
            card(browser, "second try", "Cancel").click();
            browser.press("Cancel the clone");
            browser.waitForText("Cancelled");
            assertEquals(SessionStatus.CANCELLED, running.view().status());

            card(browser, "first try", "Delete").click();
            browser.press("Delete the record");
            browser.waitForText("1 session");
            assertFalse(browser.text().contains("first try"));
            assertEquals(
                    404,
                    ui.controller.admin().get("/clone-sessions/" + failed.id).status());
        }
    }

    private static org.openqa.selenium.WebElement card(Browser browser, String title, String button) {
        return browser.find("article[aria-label='" + title + "'] button[aria-label='" + button + " " + title + "']");
    }

    private static void choose(Browser browser, String id, String value) {
        browser.find("#" + id)
                .findElement(By.cssSelector("option[value='" + value + "']"))
                .click();
    }
}
