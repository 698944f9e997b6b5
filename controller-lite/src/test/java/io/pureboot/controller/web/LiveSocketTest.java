package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BrowserExtension.class)
class LiveSocketTest {
    @Test
    @DisplayName("PH1 a connection that is dead without having been closed is given up and made anew")
    void noticesAStalledConnection(@TempDir Path data, Browser browser) {
        try (Ui ui = Ui.start(data, browser);
                StallingProxy proxy = new StallingProxy(ui.controller.port())) {
            browser.open(proxy.url() + "/clone");
            browser.waitForText("Nothing cloned yet");
            Object first = browser.scriptLater("""
                    const { LiveSocket } = await import('/ui/shared/live-socket.js');
                    window.seen = [];
                    const socket = new LiveSocket({ pingMs: 150, patienceMs: 600 });
                    for (const type of ['open', 'closed']) {
                      socket.addEventListener(type, () => window.seen.push(type));
                    }
                    socket.addEventListener('message', (event) => window.seen.push(event.detail.type));
                    socket.connect();
                    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
                    await new Promise((resolve) => setTimeout(resolve, 1500));
                    return window.seen.join(' ');""");
            assertEquals("open", first, "a quiet connection that answers must not be given up");
            proxy.stall(true);
            browser.waitUntil("the loss", () -> "open closed".equals(browser.script("return seen.join(' ')")));
            proxy.stall(false);
            browser.waitUntil("the return", () -> "open closed open".equals(browser.script("return seen.join(' ')")));
            RunningClone.pending(ui.controller, ui.fleet, "seen").start();
            browser.waitUntil(
                    "an event", () -> "open closed open clone.started".equals(browser.script("return seen.join(' ')")));
        }
    }
}
