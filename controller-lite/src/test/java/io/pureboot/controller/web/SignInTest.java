package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.TestController;
import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BrowserExtension.class)
class SignInTest {
    @Test
    @DisplayName("UP1 a link to a page asks for a sign-in first, then shows that page; a wrong password is told")
    void signsIn(@TempDir Path data, Browser browser) {
        try (TestController controller = TestController.start(data)) {
            browser.open(controller.url() + "/clone");
            assertTrue(browser.find("#username").equals(browser.find("input:focus")));
            browser.type("#username", "admin");
            browser.type("#password", "not the password");
            browser.press("Sign in");
            browser.waitForText("Wrong user name or password");
            assertEquals("alert", browser.find("problem-banner .note").getAttribute("role"));
            browser.picture("sign-in-wrong");

            browser.type("#password", TestController.PASSWORD);
            browser.press("Sign in");
            browser.waitForText("Nothing cloned yet");
            assertTrue(browser.address().endsWith("/clone"));
        }
    }

    @Test
    @DisplayName("UP1 a sign-in survives a reload, ends with signing out, and its end elsewhere is noticed")
    void signsOut(@TempDir Path data, Browser browser) {
        try (Ui ui = Ui.start(data, browser)) {
            ui.open("/nodes");
            browser.waitForText("storage-02");
            browser.find(".session-tools button").click();
            browser.find("#username");
            ui.open("/nodes");
            browser.find("#username");
            assertFalse(browser.text().contains("storage-02"));

            ui.signIn("admin", TestController.PASSWORD);
            browser.waitForText("storage-02");
            String me = ui.controller
                    .admin()
                    .get("/users")
                    .data()
                    .path(0)
                    .path("id")
                    .asText();
            ui.controller
                    .admin()
                    .call("PATCH", "/users/" + me, Map.of("password", "another long one"))
                    .data();
            browser.press("Clone");
            browser.find("#username");
        }
    }

    @Test
    @DisplayName("UP1 a viewer sees everything, and why nothing can be changed")
    void viewersLook(@TempDir Path data, Browser browser) {
        try (Ui ui = Ui.start(data, browser)) {
            ui.controller
                    .admin()
                    .post("/users", Map.of("username", "eve", "password", "only looking", "role", "viewer"))
                    .data();
            browser.find(".session-tools button").click();
            ui.signIn("eve", "only looking");
            browser.waitForText("storage-02");
            assertFalse(browser.find("rescan-button button").isEnabled());
            ui.open(ui.wizard("review"));
            browser.waitForText("You are signed in as a viewer: this needs an admin.");
            assertFalse(browser.find("clone-review-step .button.danger").isEnabled());
        }
    }
}
