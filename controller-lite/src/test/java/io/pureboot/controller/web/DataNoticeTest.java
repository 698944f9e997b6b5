package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.DataDiskScript;
import io.pureboot.controller.testing.TestController;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BrowserExtension.class)
class DataNoticeTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("every page warns of data in memory; its dialogue takes an empty disk and tells when they are there")
    void takesADisk(Browser browser) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        DataDiskScript script = DataDiskScript.in(folder, data).held();
        script.problem("Everything this controller knows is in memory and is lost when it stops: no file system has"
                + " the label PUREBOOT.");
        int port = Browser.freePort();
        try (LoopDevice empty = LoopDevice.create(folder.resolve("empty"), 2L << 30, 512);
                LoopDevice full = LoopDevice.create(folder.resolve("full"), 3L << 30, 512)) {
            run("mkfs.ext4", "-q", full.path().toString());
            try (TestController controller = TestController.start(
                    data, config -> config.listening("127.0.0.1", port).inMemory(script.offering(empty, full)))) {
                signIn(browser, controller);
                for (String page : List.of("/nodes", "/clone", "/images", "/clone/new")) {
                    browser.open(controller.url() + page);
                    browser.waitForText("is lost when it stops");
                }
                browser.picture("data-notice");
                browser.press("Keep it on a disk…");
                browser.waitForText("ext4");
                assertFalse(radio(browser, full).isEnabled());
                assertTrue(browser.text().contains("2 GiB"), browser.text());
                choose(browser, empty);
                browser.waitForText("Type " + empty.name() + " to go on");
                browser.type("#data-confirmation", "wrong");
                browser.press("Take this disk");
                browser.waitForText("must be '" + empty.name() + "'");
                browser.picture("data-notice-disks");
                browser.size(360, 740);
                browser.picture("phone-data-notice-disks");
                assertEquals(0, browser.overhang());
                browser.size(1280, 900);
                browser.dark(true);
                browser.picture("data-notice-disks-dark");
                browser.dark(false);

                browser.type("#data-confirmation", empty.name());
                browser.press("Take this disk");
                browser.waitForText("is checked once more and gets a partition");
                browser.picture("data-notice-making");
                script.letGo();
                script.awaitRestart();
                browser.waitForText("starts again with its data on " + empty.path());
            }
            String partition = empty.partition(1).toString();
            assertTrue(script.run("move", partition).ok());
            Path mount = Files.createDirectories(folder.resolve("mount"));
            run("mount", partition, mount.toString());
            try (TestController controller =
                    TestController.start(mount, config -> config.listening("127.0.0.1", port))) {
                browser.waitForText("The data are on a disk now");
                browser.picture("data-notice-done");
                assertFalse(browser.text().contains("lost when it stops"));
                browser.press("Close");
                browser.open(controller.url() + "/images");
                browser.waitForText("No images yet");
                assertFalse(browser.shows("data-notice .note"));
            } finally {
                run("umount", mount.toString());
            }
        }
    }

    @Test
    @DisplayName("a disk that cannot be taken after all is told with the reason; a viewer is only warned")
    void tellsOfFailure(Browser browser) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        DataDiskScript script = DataDiskScript.in(folder, data).held();
        try (LoopDevice disk = LoopDevice.create(folder.resolve("disk"), 2L << 30, 512);
                TestController controller =
                        TestController.start(data, config -> config.inMemory(script.offering(disk)))) {
            signIn(browser, controller);
            browser.press("Keep it on a disk…");
            browser.waitForText("Empty.");
            choose(browser, disk);
            browser.type("#data-confirmation", disk.name());
            browser.press("Take this disk");
            browser.waitForText("is checked once more");
            run("mkfs.ext4", "-q", disk.path().toString());
            script.letGo();
            browser.waitForText(disk.path() + " was not taken. It is not empty, it has signatures: ext4.");
            browser.waitForText("Look again");
            browser.picture("data-notice-failed");

            controller
                    .admin()
                    .post(
                            "/users",
                            java.util.Map.of("username", "looker", "password", "a long password", "role", "viewer"))
                    .data();
            browser.reset();
            browser.open(controller.url() + "/nodes");
            browser.type("#username", "looker");
            browser.type("#password", "a long password");
            browser.press("Sign in");
            browser.waitForText("is lost when it stops");
            browser.waitForText("this needs an admin");
            assertFalse(browser.text().contains("Keep it on a disk"));
        }
    }

    private static void signIn(Browser browser, TestController controller) {
        browser.open(controller.url() + "/nodes");
        browser.type("#username", "admin");
        browser.type("#password", TestController.PASSWORD);
        browser.press("Sign in");
        browser.waitForText("Live");
    }

    private static org.openqa.selenium.WebElement radio(Browser browser, LoopDevice disk) {
        return browser.find("input[id='data-disk-" + disk.path() + "']");
    }

    private static void choose(Browser browser, LoopDevice disk) {
        browser.click("label[for='data-disk-" + disk.path() + "']");
    }

    private static void run(String... argv) throws IOException {
        new ProcessCommandRunner().run(Command.of(argv)).orThrow();
    }
}
