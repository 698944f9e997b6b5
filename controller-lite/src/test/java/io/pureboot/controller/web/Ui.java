package io.pureboot.controller.web;

import io.pureboot.controller.testing.TestController;
import io.pureboot.testing.Browser;
import java.nio.file.Path;
import java.time.Duration;

/** A controller with the example fleet, and a browser that is signed in to it. */
final class Ui implements AutoCloseable {
    final TestController controller;
    final ExampleFleet fleet;
    private final Browser browser;

    private Ui(TestController controller, Browser browser) {
        this.controller = controller;
        this.fleet = ExampleFleet.in(controller);
        this.browser = browser;
    }

    /** The fleet stays online without heartbeats, at an address that outlives a restart. */
    static Ui start(Path data, Browser browser) {
        int port = Browser.freePort();
        Ui ui = new Ui(
                TestController.start(
                        data, config -> config.offlineAfter(Duration.ofHours(1)).listening("127.0.0.1", port)),
                browser);
        ui.signIn("admin", TestController.PASSWORD);
        browser.waitForText("Live");
        return ui;
    }

    void signIn(String name, String password) {
        browser.open(controller.url() + "/nodes");
        browser.type("#username", name);
        browser.type("#password", password);
        browser.press("Sign in");
    }

    void open(String path) {
        browser.open(controller.url() + path);
    }

    /** The wizard's address with source and target chosen. */
    String wizard(String step) {
        return "/clone/new?step=" + step + "&source_node=" + fleet.workstation.id()
                + "&source_device=%2Fdev%2Fnvme0n1&target_node=" + fleet.replacement.id()
                + "&target_device=%2Fdev%2Fsda";
    }

    @Override
    public void close() {
        controller.close();
    }
}
