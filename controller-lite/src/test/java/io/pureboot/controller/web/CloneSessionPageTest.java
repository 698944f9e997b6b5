package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.TestController;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.TransferPhase;
import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

@ExtendWith(BrowserExtension.class)
class CloneSessionPageTest {
    private static final long RATE = 850L << 20;

    @Test
    @DisplayName("UP3 UC9 UC10 EV3 PH1 a session live from created to verified, without a reload")
    void live(@TempDir Path data, Browser browser) {
        try (Ui ui = Ui.start(data, browser)) {
            RunningClone clone = RunningClone.pending(ui.controller, ui.fleet, "Workstation 07 to its replacement");
            ui.open("/clone/" + clone.id);
            browser.waitForText("Not started yet: nothing has been written to the target.");
            browser.script("window.notReloaded = true");
            browser.press("Start");
            browser.waitForText("Everything on replacement-07 /dev/sda will be erased");
            browser.press("Erase and start");
            browser.waitForText("Waiting for the source node to serve its disk.");
            assertEquals(List.of("Created", "Started"), reached(browser));

            clone.sourceReady();
            browser.waitForText("Waiting for the target to begin.");
            browser.waitForText("its free space cannot be trusted");
            assertEquals(6, browser.all("partition-notes tbody tr").size());

            double before = 0;
            for (double share : new double[] {0.1005, 0.2505, 0.5005}) {
                progress(browser, clone, TransferPhase.TRANSFERRING, share);
                WebElement bar = browser.find("clone-progress-view [role=progressbar]");
                assertEquals(String.valueOf((int) (share * 100)), bar.getAttribute("aria-valuenow"));
                double reachedBefore = before;
                browser.waitUntil(
                        "a longer bar",
                        () -> browser.width(browser.find("clone-progress-view .meter > span")) > reachedBefore + 20);
                before = browser.width(browser.find("clone-progress-view .meter > span"));
            }
            String stats = browser.find("clone-progress-view .stats").getText();
            assertTrue(stats.contains("249.2 GiB of 498 GiB"), stats);
            assertTrue(stats.contains("850 MiB/s"), stats);
            assertTrue(stats.matches("(?s).*(4 min 5\\d s|5 min).*"), stats);
            browser.waitUntil("a graph of the rate", () -> {
                clone.progress(TransferPhase.TRANSFERRING, 0.5005, RATE);
                return browser.shows("rate-graph svg");
            });
            browser.picture("clone-live");
            browser.dark(true);
            browser.picture("clone-live-dark");
            browser.dark(false);

            progress(browser, clone, TransferPhase.VERIFYING, 0.6005);
            assertEquals("Verify", browser.find(".phases [aria-current=step]").getText());
            assertEquals("Transfer", browser.find(".phases .done").getText());
            List<String> transferred =
                    List.of("Created", "Started", "Source ready", "Cloning", "Everything transferred");
            browser.waitUntil("all transferred", () -> reached(browser).equals(transferred));

            clone.complete();
            browser.waitForText("everything copied was compared: nothing differs.");
            assertEquals(
                    List.of(
                            "Created",
                            "Started",
                            "Source ready",
                            "Cloning",
                            "Everything transferred",
                            "Verified",
                            "Completed"),
                    reached(browser));
            browser.waitForText("Not scanned since it was written");
            assertEquals(true, browser.script("return window.notReloaded"));
            Object receipt = browser.scriptLater(
                    "const a = document.querySelector('a[download]');"
                            + "return a.download + ' ' + (await (await fetch(a.href)).json()).data.receipt_json.includes('c0ffee00')");
            assertEquals("pureboot-receipt-" + clone.id + ".json true", receipt);
        }
    }

    @Test
    @DisplayName("PH1 UP3 the page finds a restarted controller again and shows what happened meanwhile")
    void reconnects(@TempDir Path data, Browser browser) {
        try (Ui ui = Ui.start(data, browser)) {
            RunningClone before = RunningClone.pending(ui.controller, ui.fleet, "through a restart")
                    .start()
                    .sourceReady();
            ui.open("/clone/" + before.id);
            progress(browser, before, TransferPhase.TRANSFERRING, 0.3005);
            browser.script("window.notReloaded = true");
            browser.waitForText("Live");
            // A socket opened before the restart must be the one that is replaced, whatever the page shows meanwhile.
            browser.script(
                    "window.reconnecting = false;"
                            + "new MutationObserver(() => { if (document.body.innerText.includes('Reconnecting…'))"
                            + " window.reconnecting = true; }).observe(document.body, {subtree: true, childList: true, characterData: true})");
            ui.controller.restart();
            RunningClone after = RunningClone.of(ui.controller, ui.fleet, before.id);
            after.sourceReady();
            after.progress(TransferPhase.TRANSFERRING, 0.9005, RATE, 1000);
            browser.waitForText("90%");
            browser.waitForText("Live");
            assertEquals(true, browser.script("return window.reconnecting"));
            browser.waitUntil("an event of the new connection", () -> {
                after.progress(TransferPhase.VERIFYING, 0.1005, RATE);
                return browser.text().contains("10%");
            });
            assertEquals(true, browser.script("return window.notReloaded"));
        }
    }

    @Test
    @DisplayName("UP3 a failure is shown with its reason and what it means for the disks; a cancel is confirmed first")
    void endsBadly(@TempDir Path data, Browser browser) {
        try (Ui ui = Ui.start(data, browser)) {
            RunningClone failing = RunningClone.pending(ui.controller, ui.fleet, "fails")
                    .start()
                    .sourceReady();
            ui.open("/clone/" + failing.id);
            progress(browser, failing, TransferPhase.TRANSFERRING, 0.4005);
            failing.fail(
                    "Writing /dev/sda failed at byte 1,048,576: input/output error. Check the disk and its cable.");
            browser.waitForText("Writing /dev/sda failed at byte 1,048,576");
            browser.waitForText("The source was only read. The target is incomplete and not usable.");
            browser.waitForText("Target, written over");
            assertTrue(browser.find(".timeline li.bad").getText().startsWith("Failed"));
            assertFalse(browser.shows("a[download]"));
            browser.picture("clone-failed");
            browser.press("Set up again");
            browser.waitForText("What will be lost on /dev/sda of replacement-07");

            RunningClone cancelled = RunningClone.pending(ui.controller, ui.fleet, "is cancelled")
                    .start()
                    .sourceReady();
            ui.open("/clone/" + cancelled.id);
            progress(browser, cancelled, TransferPhase.TRANSFERRING, 0.4005);
            browser.press("Cancel");
            browser.waitForText("Cancel this clone?");
            browser.press("Cancel the clone");
            browser.waitUntil("the end", () -> cancelled.view().status() == SessionStatus.CANCELLED);
            browser.waitUntil(
                    "its mark", () -> browser.find(".timeline li.bad").getText().startsWith("Cancelled"));
            browser.waitForText("The clone was cancelled");
            browser.waitForText("The target is incomplete and not usable.");
            browser.press("Delete");
            browser.press("Delete the record");
            browser.waitForText("Clone sessions");
            assertTrue(browser.address().endsWith("/clone"));
            ui.open("/clone/" + cancelled.id);
            browser.waitForText("There is no such session");
        }
    }

    @Test
    @DisplayName("UP3 of a target that was not written to yet nothing else is said")
    void endsEarly(@TempDir Path data, Browser browser) {
        try (Ui ui = Ui.start(data, browser)) {
            RunningClone refused = RunningClone.pending(ui.controller, ui.fleet, "is refused");
            ui.open("/clone/" + refused.id);
            browser.waitForText("Target, to be erased");
            refused.start().sourceReady().fail("The target is another disk now.");
            browser.waitForText("It ended before the target reported that anything was written.");
            browser.waitUntil(
                    "no claim of its contents",
                    () -> browser.all(".side-label").getLast().getText().equals("Target"));
        }
    }

    @Test
    @DisplayName("EC5 a cancel confirmed after the clone was completed says so; the session stays, with its receipt")
    void cancelledTooLate(@TempDir Path data, Browser browser) {
        try (Ui ui = Ui.start(data, browser)) {
            RunningClone clone = RunningClone.pending(ui.controller, ui.fleet, "ends just now")
                    .start()
                    .sourceReady();
            ui.open("/clone/" + clone.id);
            progress(browser, clone, TransferPhase.TRANSFERRING, 0.9005);
            browser.press("Cancel");
            browser.waitForText("Cancel this clone?");
            clone.complete();
            browser.press("Cancel the clone");
            browser.waitForText("The session is completed");
            assertTrue(browser.shows("a[download]"));
            assertTrue(clone.view().hasReceipt());
        }
    }

    @Test
    @DisplayName("UP3 a node that is silent in the middle: the page says so, shows no old rate, and what to do")
    void silentNodes(@TempDir Path data, Browser browser) {
        try (TestController controller =
                TestController.start(data, config -> config.offlineAfter(Duration.ofSeconds(2)))) {
            ExampleFleet fleet = ExampleFleet.in(controller);
            RunningClone clone = RunningClone.pending(controller, fleet, "falls silent")
                    .startAnyway()
                    .sourceReady()
                    .progress(TransferPhase.TRANSFERRING, 0.3005, RATE);
            browser.open(controller.url() + "/clone/" + clone.id);
            browser.type("#username", "admin");
            browser.type("#password", TestController.PASSWORD);
            browser.press("Sign in");
            browser.waitForText("The source node workstation-07 has not been heard from");
            browser.waitForText("The target node replacement-07 has not been heard from");
            String stats = browser.find("clone-progress-view .stats").getText();
            assertFalse(stats.contains("850 MiB/s"), stats);
            browser.picture("clone-silent");
            browser.waitUntil("both are heard again", () -> {
                fleet.workstation.heartbeat();
                clone.progress(TransferPhase.TRANSFERRING, 0.3505, RATE);
                return !browser.text().contains("not been heard from")
                        && browser.find("clone-progress-view .stats").getText().contains("850 MiB/s");
            });
        }
    }

    /** The controller hands on one update a second: said again until it is shown. */
    private static void progress(Browser browser, RunningClone clone, TransferPhase phase, double share) {
        String wanted = (int) (share * 100) + "%";
        browser.waitUntil(phase + " " + wanted, () -> {
            clone.progress(phase, share, RATE);
            return browser.text().contains(wanted);
        });
    }

    private static List<String> reached(Browser browser) {
        return browser.all(".timeline li.done").stream()
                .map(entry -> entry.getText().lines().findFirst().orElse(""))
                .toList();
    }
}
