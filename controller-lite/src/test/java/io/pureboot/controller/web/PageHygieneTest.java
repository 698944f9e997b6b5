package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.protocol.session.TransferPhase;
import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import io.pureboot.testing.DiskDraft;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every page: nothing from elsewhere, no complaint of the browser, no sideways scrolling on a phone. */
@ExtendWith(BrowserExtension.class)
class PageHygieneTest {
    @Test
    @DisplayName("UP1 UP2 UP3 UP4 every page: no outside request, no console message, fits 360 pixels")
    void everyPage(@TempDir Path data, Browser browser) {
        try (Ui ui = Ui.start(data, browser)) {
            ui.fleet.server.report(new DiskDraft("/dev/sda", 900_000, "<b>serial</b>")
                    .hardware("<img src=x onerror=document.title='broken-in'>", "sata")
                    .partition(1, "linux", "ext4", "<script>document.title='broken-in'</script>", 1, 800_000, 5)
                    .partition(
                            2, "linux", "an-unheard-of-file-system-with-a-long-name", "ünïcödé 磁盘", 800_001, 9_000, 5)
                    .inUse("/dev/sda1 is mounted at /a/very/long/path/that/nobody/would/ever/choose/but/somebody/did.")
                    .disk());
            RunningClone clone = RunningClone.pending(
                            ui.controller,
                            ui.fleet,
                            "a-name-without-any-space-that-goes-on-and-on-for-longer-than-a-phone")
                    .start()
                    .sourceReady()
                    .progress(TransferPhase.TRANSFERRING, 0.2505, 700L << 20);
            List<Page> pages = List.of(
                    new Page("nodes", "/nodes", "<img src=x"),
                    new Page("node", "/nodes/" + ui.fleet.server.id(), "<script>"),
                    new Page("disks", "/nodes/" + ui.fleet.server.id() + "/disks", "ünïcödé"),
                    new Page("images", "/images", "No images yet"),
                    new Page("sessions", "/clone", "25%"),
                    new Page("session", "/clone/" + clone.id, "25%"),
                    new Page("wizard-mode", "/clone/new", "How should"),
                    new Page("wizard-source", ui.wizard("source"), "What will be copied"),
                    new Page("wizard-target", ui.wizard("target"), "Everything on"),
                    new Page("wizard-review", ui.wizard("review"), "What will be lost"),
                    new Page("no-node", "/nodes/none", "There is no such node"));
            browser.messages();
            browser.size(360, 740);
            for (Page page : pages) {
                ui.open(page.address);
                browser.waitForText(page.text);
                browser.picture("phone-" + page.name);
                assertEquals(0, browser.overhang(), page.name + " is wider than the phone");
                for (String request : browser.requests()) {
                    assertTrue(request.startsWith(ui.controller.url()), page.name + " asks for " + request);
                }
                assertTrue(browser.requests().size() > 20, "too few requests seen: " + browser.requests());
                assertEquals(List.of(), browser.messages(), page.name);
                assertTrue(browser.title().endsWith("· PureBoot"), browser.title());
                assertEquals(1, browser.all("h1").size(), page.name + " needs one heading");
                assertEquals(List.of(), unnamed(browser), page.name);
            }
        }
    }

    /** Controls a screen reader could not name. */
    private static List<?> unnamed(Browser browser) {
        return (List<?>) java.util.Objects.requireNonNull(browser.script("""
            return [...document.querySelectorAll('button, a, input, select, [role=progressbar]')]
              .filter(e => !(e.getAttribute('aria-label') || e.textContent.trim()
                || (e.labels && e.labels.length)))
              .map(e => e.outerHTML)\
            """));
    }

    private record Page(String name, String address, String text) {}
}
