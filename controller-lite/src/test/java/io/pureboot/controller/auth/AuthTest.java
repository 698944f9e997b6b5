package io.pureboot.controller.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.controller.testing.Client;
import io.pureboot.controller.testing.MovingClock;
import io.pureboot.controller.testing.Reply;
import io.pureboot.controller.testing.TestController;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthTest {
    @TempDir
    static Path data;

    static MovingClock clock = new MovingClock();
    static TestController controller;

    @BeforeAll
    static void start() {
        controller = TestController.start(data, config -> config.timed(clock));
    }

    @AfterAll
    static void stop() {
        controller.close();
    }

    private static Reply login(String name, String password) {
        return controller.anonymous().post("/auth/login", Map.of("username", name, "password", password));
    }

    private static String cookie(Reply login, String name) {
        return login.response().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .findFirst()
                .orElseThrow();
    }

    private static String value(String setCookie) {
        return setCookie.substring(setCookie.indexOf('=') + 1, setCookie.indexOf(';'));
    }

    @Test
    @DisplayName("X16 signing in gives a token and strict cookies; signing out ends both")
    void signIn() {
        Reply login = login("admin", TestController.PASSWORD);
        String token = login.data().path("token").asText();
        String session = cookie(login, "pureboot_session");
        for (String part : List.of("Secure", "HttpOnly", "SameSite=Strict", "Path=/")) {
            assertTrue(session.contains(part), session);
        }
        String csrf = cookie(login, "pureboot_csrf");
        assertTrue(csrf.contains("SameSite=Strict") && csrf.contains("Secure") && !csrf.contains("HttpOnly"), csrf);
        assertEquals(login.data().path("csrf_token").asText(), value(csrf));
        Client me = controller.anonymous().withToken(token);
        assertEquals("admin", me.get("/auth/me").data().path("role").asText());
        me.post("/auth/logout").data();
        me.get("/auth/me").problem(401, "not-authenticated");
        controller.anonymous().get("/auth/me").problem(401, "not-authenticated");
        controller.anonymous().withToken("made-up").get("/auth/me").problem(401, "not-authenticated");
    }

    @Test
    @DisplayName("X16 a change vouched for by the cookie needs the CSRF header, reading does not")
    void csrf() {
        Reply login = login("admin", TestController.PASSWORD);
        String cookie = "pureboot_session=" + login.data().path("token").asText();
        String csrf = value(cookie(login, "pureboot_csrf"));
        Client nobody = controller.anonymous();
        assertEquals(200, nobody.send(request("GET", "/nodes", cookie, null)).status());
        nobody.send(request("POST", "/enrolment-tokens", cookie, null)).problem(403, "forbidden");
        nobody.send(request("POST", "/enrolment-tokens", cookie, "0".repeat(64)))
                .problem(403, "forbidden");
        assertEquals(
                200,
                nobody.send(request("POST", "/enrolment-tokens", cookie, csrf)).status());
        String other = value(cookie(login("admin", TestController.PASSWORD), "pureboot_csrf"));
        nobody.send(request("POST", "/enrolment-tokens", cookie, other)).problem(403, "forbidden");
    }

    private static HttpRequest request(
            String method, String path, String cookie, @org.jspecify.annotations.Nullable String csrf) {
        HttpRequest.Builder builder = controller
                .anonymous()
                .request(method, path, method.equals("GET") ? null : Map.of())
                .header("Cookie", cookie);
        if (csrf != null) {
            builder.header("X-CSRF-Token", csrf);
        }
        return builder.build();
    }

    @Test
    @DisplayName("X16 guessing is slowed down, also the right password then, and ends by itself")
    void guesses() {
        user("guessed", "viewer");
        for (int i = 0; i < 5; i++) {
            login("guessed", "wrong").problem(401, "not-authenticated");
        }
        login("guessed", "a long password").problem(429, "too-many-requests");
        clock.advance(Duration.ofSeconds(61));
        login("guessed", "a long password").data();
        login("nobody", "wrong").problem(401, "not-authenticated");
    }

    private static Client user(String name, String role) {
        controller
                .admin()
                .post("/users", Map.of("username", name, "password", "a long password", "role", role))
                .data();
        return controller.anonymous().withToken(controller.login(name, "a long password"));
    }

    @Test
    @DisplayName("X16 a viewer looks and changes nothing")
    void viewer() {
        Client viewer = user("looker", "viewer");
        viewer.get("/nodes").data();
        viewer.get("/clone-sessions").data();
        viewer.post("/clone-sessions", Map.of()).problem(403, "forbidden");
        viewer.post("/enrolment-tokens", Map.of()).problem(403, "forbidden");
        viewer.get("/users").problem(403, "forbidden");
        viewer.get("/audit").problem(403, "forbidden");
    }

    @Test
    @DisplayName("X16 users: made, changed, deleted; there is always an admin; a new password ends sign-ins")
    void users() {
        var admin = controller.admin();
        for (var wrong : Map.of(
                        "username", Map.of("username", "a b", "password", "a long password", "role", "viewer"),
                        "password", Map.of("username", "ab", "password", "short", "role", "viewer"),
                        "role", Map.of("username", "ab", "password", "a long password", "role", "root"))
                .entrySet()) {
            admin.post("/users", wrong.getValue()).problem(422, "validation").names(wrong.getKey());
        }
        Client person = user("changing", "viewer");
        admin.post("/users", Map.of("username", "CHANGING", "password", "a long password", "role", "viewer"))
                .problem(409, "conflict");
        String id = person.get("/auth/me").data().path("id").asText();
        admin.call("PATCH", "/users/" + id, Map.of("role", "admin")).data();
        person.get("/audit").data();
        admin.call("PATCH", "/users/" + id, Map.of("password", "another password"))
                .data();
        person.get("/auth/me").problem(401, "not-authenticated");
        admin.call("PATCH", "/users/" + id, Map.of("username", "x"))
                .problem(422, "validation")
                .names("username");
        admin.call("DELETE", "/users/" + id, null).data();
        login("changing", "another password").problem(401, "not-authenticated");
        String own = admin.get("/auth/me").data().path("id").asText();
        admin.call("DELETE", "/users/" + own, null).problem(409, "conflict");
        admin.call("PATCH", "/users/" + own, Map.of("role", "viewer")).problem(409, "conflict");
        assertFalse(admin.get("/users").response().body().contains("argon2"));
    }

    @Test
    @DisplayName("X16 API tokens: shown once, with the rights of their user, until revoked or expired")
    void apiTokens() {
        Client viewer = user("robot", "viewer");
        String token = viewer.post("/auth/tokens", Map.of("note", "ci", "days", 10))
                .data()
                .path("token")
                .asText();
        Client robot = controller.anonymous().withToken(token);
        assertEquals("robot", robot.get("/auth/me").data().path("username").asText());
        robot.post("/enrolment-tokens", Map.of()).problem(403, "forbidden");
        JsonNode list = viewer.get("/auth/tokens").data();
        assertEquals(1, list.size());
        assertFalse(list.toString().contains(token));
        String id = list.get(0).path("id").asText();
        controller.admin().call("DELETE", "/auth/tokens/" + id, null).problem(404, "not-found");
        viewer.call("DELETE", "/auth/tokens/" + id, null).data();
        robot.get("/auth/me").problem(401, "not-authenticated");
        viewer.post("/auth/tokens", Map.of("days", 0))
                .problem(422, "validation")
                .names("days");
    }

    @Test
    @DisplayName(
            "X16 the audit log has every change, who, from where and with what result; no secrets anywhere on disk")
    void audit() throws Exception {
        user("audited", "viewer").post("/enrolment-tokens", Map.of()).problem(403, "forbidden");
        String secret = controller.newToken();
        login("audited", "not the password").problem(401, "not-authenticated");
        JsonNode log = controller.admin().get("/audit?limit=3").data();
        assertEquals("POST /api/v1/auth/login", log.get(0).path("action").asText());
        assertEquals(401, log.get(0).path("status").asInt());
        assertEquals("user audited", log.get(0).path("detail").asText());
        assertEquals("admin", log.get(1).path("actor").asText());
        assertEquals("127.0.0.1", log.get(1).path("address").asText());
        assertEquals("audited", log.get(2).path("actor").asText());
        assertEquals(403, log.get(2).path("status").asInt());
        try (var files = Files.list(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(content.contains(secret), file.toString());
                assertFalse(content.contains(TestController.PASSWORD), file.toString());
                assertFalse(content.contains("not the password"), file.toString());
            }
        }
    }
}
