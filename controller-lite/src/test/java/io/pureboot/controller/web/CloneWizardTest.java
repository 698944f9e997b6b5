package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import io.pureboot.testing.DiskDraft;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

@ExtendWith(BrowserExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloneWizardTest {
    private final Browser browser;
    private final Ui ui;

    CloneWizardTest(Browser browser, @TempDir Path data) {
        this.browser = browser;
        this.ui = Ui.start(data, browser);
    }

    @AfterAll
    void stop() {
        ui.close();
    }

    @AfterEach
    void removeSessions() {
        for (JsonNode session : sessions()) {
            String path = "/clone-sessions/" + session.path("id").asText();
            ui.controller.admin().call("DELETE", path, null).data();
            if (ui.controller.admin().get(path).status() == 200) {
                ui.controller.admin().call("DELETE", path, null).data();
            }
        }
    }

    @Test
    @DisplayName("UP2 UW1 UW2 UW4 UW6 UC1 UC2 UC3 UC5 UC7 the wizard from start to a running session")
    void wholeWay() {
        ui.open("/clone");
        browser.press("New clone");
        browser.waitForText("How should the data travel?");
        browser.waitForText("Not available in this version.");
        assertFalse(browser.find("#mode-staged").isEnabled());
        assertTrue(browser.find("#mode-direct").isSelected());
        browser.press("Continue");

        browser.waitForText("Which disk is copied?");
        browser.press("Continue");
        browser.waitForText("Choose the disk to copy first.");
        choose("workstation-07", "/dev/nvme0n1");
        browser.waitForText("What will be copied: /dev/nvme0n1 of workstation-07");
        assertEquals(
                6,
                browser.all("clone-source-step partition-table tr[data-partition]")
                        .size());
        browser.press("Continue");

        browser.waitForText("Which disk is written over?");
        choose("replacement-07", "/dev/sda");
        browser.waitForText("Everything on /dev/sda of replacement-07 will be erased");
        WebElement erased = browser.find("clone-target-step .disk-bar.erased");
        assertEquals(
                browser.script(
                        "return getComputedStyle(document.querySelector('.choice.erases:has(:checked)')).borderColor"),
                browser.script("return getComputedStyle(arguments[0]).borderTopColor", erased));
        browser.press("Continue");

        browser.waitForText("What will be lost on /dev/sda of replacement-07");
        String side = browser.find(".erased-side").getText();
        assertTrue(side.contains("WDC WD20EZBX-00AYRA0") && side.contains("WD-WX42A9130387"), side);
        assertTrue(side.contains("1.8 TiB"), side);
        String lost = browser.find(".lost").getText();
        assertTrue(lost.contains("Backup 2019") && lost.contains("Photos"), lost);
        browser.picture("wizard-review");

        assertFalse(startButton().isEnabled());
        browser.type("#confirm-target", "/dev/sda");
        assertFalse(startButton().isEnabled(), "the device name is not the serial number");
        browser.type("#confirm-target", ExampleFleet.TARGET_SERIAL);
        browser.type("#session-name", "new machine for desk 7");
        assertTrue(sessions().isEmpty(), "nothing may be created before the button");
        startButton().click();

        browser.waitForText("Waiting for the source node to serve its disk.");
        CloneSession session = onlySession();
        assertTrue(browser.address().endsWith("/clone/" + session.id()), browser.address());
        assertEquals("new machine for desk 7", session.name());
        assertEquals(ui.fleet.workstation.id(), session.sourceNodeId());
        assertEquals(ui.fleet.replacement.id(), session.targetNodeId());
        assertEquals("/dev/nvme0n1", session.sourceDevice());
        assertEquals("/dev/sda", session.targetDevice());
        assertEquals("admin", session.createdBy());
        assertEquals(SessionStatus.PENDING, session.status());
        assertNotNull(session.startedAt());
        assertFalse(session.rescue());
    }

    @Test
    @DisplayName("UW4 UC5 a disk that cannot be the target is shown with the reason")
    void targetsHaveExcuses() {
        ui.open(ui.wizard("target"));
        browser.waitForText("Which disk is written over?");
        excused("workstation-07", "/dev/nvme0n1", "This is the source.");
        excused("replacement-07", "/dev/sdb", "Too small: it has 55.9 GiB, the source 931.5 GiB (875.6 GiB more).");
        excused("storage-02", "/dev/sda", "In use: /dev/sda2 is mounted at /. /dev/sda3 belongs to volume group data.");
        excused("storage-02", "/dev/sdc", "Its sectors have 4096 bytes, the source's 512");
        assertTrue(choice("storage-02", "/dev/sdd")
                .findElement(By.tagName("input"))
                .isEnabled());
        browser.picture("wizard-target");
    }

    @Test
    @DisplayName("UW2 UW4 disks of a running session are excused on both steps")
    void runningSessionsHoldDisks() {
        RunningClone.pending(ui.controller, ui.fleet, "the night's clone").start();
        ui.open("/clone/new?step=source");
        browser.waitForText("Which disk is copied?");
        browser.waitForText("the night's clone");
        excused(
                "workstation-07",
                "/dev/nvme0n1",
                "It takes part in the clone “the night's clone”, which is still running.");
        excused("replacement-07", "/dev/sda", "It takes part in the clone");
        excused("storage-02", "/dev/sda", "In use:");
    }

    @Test
    @DisplayName("UW2 an old scan is told, and can be made anew from there")
    void staleScans() {
        ui.fleet.workstation.report(new DiskDraft("/dev/nvme0n1", 953_869, ExampleFleet.SOURCE_SERIAL)
                .scanned(Instant.now().minus(Duration.ofMinutes(47)))
                .partition(1, "linux", "ext4", "root", 1, 900_000, 1000)
                .disk());
        ui.open(ui.wizard("source"));
        browser.waitForText("workstation-07 was scanned 47 min ago: its disks may have changed since.");
        ui.fleet.workstation.report(ExampleFleet.dualBoot());
        browser.waitUntil("the warning gone", () -> !browser.text().contains("its disks may have changed"));
    }

    @Test
    @DisplayName("UW6 what the controller refuses is shown, and the session that was made is not made twice")
    void refusalsAreShown() {
        ui.open(ui.wizard("review"));
        browser.waitForText("What will be lost");
        browser.type("#confirm-target", ExampleFleet.TARGET_SERIAL);
        RunningClone other = RunningClone.pending(ui.controller, ui.fleet, "somebody was faster");
        browser.script(
                "window.fetchReal = window.fetch; window.fetch = (url, options) => String(url).endsWith('/start')"
                        + " ? window.fetchReal(url.replace(/clone-sessions.*/, 'clone-sessions/none/start'), options)"
                        + " : window.fetchReal(url, options)");
        startButton().click();
        browser.waitForText("The session was created but has not started");
        assertEquals(2, sessions().size());
        browser.script("window.fetch = window.fetchReal");
        startButton().click();
        browser.waitForText("Waiting for the source node to serve its disk.");
        assertEquals(2, sessions().size());
        assertEquals(SessionStatus.PENDING, other.view().status());
    }

    @Test
    @DisplayName("UP2 going back keeps what was chosen; leaving out a choice leads back to it")
    void goesBack() {
        ui.open(ui.wizard("source"));
        browser.waitForText("What will be copied");
        browser.press("Continue");
        browser.waitForText("Everything on /dev/sda");
        browser.press("Continue");
        browser.waitForText("What will be lost");
        browser.press("Back");
        browser.waitForText("Which disk is written over?");
        browser.back();
        browser.waitForText("Which disk is copied?");
        assertTrue(choice("workstation-07", "/dev/nvme0n1")
                .findElement(By.tagName("input"))
                .isSelected());
        ui.open("/clone/new?step=review");
        browser.waitForText("Which disk is copied?");
    }

    @Test
    @DisplayName("UP2 UW1 UW2 UW4 UW6 the whole wizard with the keyboard alone")
    void keyboardOnly() {
        ui.open("/clone");
        browser.waitForText("Nothing cloned yet");
        browser.tabTo("a[href='/clone/new']");
        browser.keys(Keys.ENTER);
        browser.waitForText("How should the data travel?");
        continueByKey();
        browser.waitForText("Which disk is copied?");
        browser.waitForText("S5GXNX0T412345");
        browser.waitUntil("the heading focused", () -> browser.focused().startsWith("<h2"));
        browser.tabTo("input[name=source]");
        arrowTo("workstation-07", "/dev/nvme0n1");
        continueByKey();
        browser.waitForText("Which disk is written over?");
        browser.waitUntil("the heading focused", () -> browser.focused().startsWith("<h2"));
        browser.tabTo("input[name=target]");
        arrowTo("replacement-07", "/dev/sda");
        continueByKey();
        browser.waitForText("What will be lost");
        assertEquals(
                "Step 4 of 4: Review",
                browser.script("return document.querySelector('body > [aria-live=polite]').textContent"));
        browser.tabTo("#confirm-target");
        browser.keys(ExampleFleet.TARGET_SERIAL);
        browser.keys(Keys.ENTER);
        browser.waitForText("Waiting for the source node to serve its disk.");
        assertNotNull(onlySession().startedAt());
    }

    private void continueByKey() {
        browser.tabTo(".wizard-actions .primary");
        browser.keys(Keys.ENTER);
    }

    /** Arrow keys walk through the choices that can be chosen. */
    private void arrowTo(String node, String device) {
        browser.keys(Keys.SPACE);
        for (int i = 0; i < 10; i++) {
            if (choice(node, device).findElement(By.tagName("input")).isSelected()) {
                return;
            }
            browser.keys(Keys.ARROW_DOWN);
        }
        throw new AssertionError("arrow keys do not reach " + device + " of " + node);
    }

    private void choose(String node, String device) {
        choice(node, device).findElement(By.tagName("label")).click();
    }

    private void excused(String node, String device, String reason) {
        browser.waitUntil(
                reason,
                () -> choice(node, device).getText().contains(reason)
                        && !choice(node, device)
                                .findElement(By.tagName("input"))
                                .isEnabled());
        String described = choice(node, device).findElement(By.tagName("input")).getAttribute("aria-describedby");
        assertTrue(browser.find("#" + described).getText().contains(reason));
    }

    private WebElement choice(String node, String device) {
        return browser.find("section[aria-label='" + node + "'] .choice[data-device='" + device + "']");
    }

    private WebElement startButton() {
        return browser.find("clone-review-step .button.danger");
    }

    private JsonNode sessions() {
        return ui.controller.admin().get("/clone-sessions").data();
    }

    private CloneSession onlySession() {
        JsonNode all = sessions();
        assertEquals(1, all.size());
        return ui.controller
                .admin()
                .get("/clone-sessions/" + all.path(0).path("id").asText())
                .data(CloneSession.class);
    }
}
