package io.pureboot.controller.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.Reply;
import io.pureboot.controller.testing.TestController;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    @TempDir
    static Path data;

    static TestController controller;

    @BeforeAll
    static void start() {
        controller = TestController.start(data);
    }

    @AfterAll
    static void stop() {
        controller.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"})
    @DisplayName("X16 a body of another type than JSON is answered 415")
    void another(String type) {
        Reply reply = send("{\"source_node_id\":\"x\"}", type);
        assertEquals(415, reply.status(), reply.response().body());
        assertEquals("urn:pureboot:problem:not-json", reply.json().path("type").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json"})
    @DisplayName("X16 a body of JSON is read, whatever is said beside it")
    void json(String type) {
        assertEquals(422, send("{\"source_port\":0}", type).status());
    }

    @Test
    @DisplayName("X16 too large a body is a problem of its own type")
    void tooLarge() {
        Reply reply = send("x".repeat(9 << 20), "application/json");
        assertEquals(413, reply.status());
        assertEquals(
                "urn:pureboot:problem:body-too-large", reply.json().path("type").asText());
        assertEquals("The body is too large", reply.json().path("title").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"name\"",
                "{]",
                "nul",
                "[1]",
                "5",
                "{} {}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":[1]}",
                "{\"rescue\":\"x\"}",
                "{\"source_port\":99999999999}",
                "{\"source_port\":{}}",
                "{\"name\":\"\\q\"}"
            })
    @DisplayName("X16 what is wrong with a body is said without the names of the program's parts")
    void plainWords(String body) {
        Reply reply = send(body, "application/json");
        String detail = reply.json().path("detail").asText();
        assertTrue(
                reply.status() == 400 || reply.status() == 422, reply.response().body());
        for (String part :
                new String[] {"java.", "io.pureboot", "Feature", "Token", "JsonParser", "deserialize", "\n"}) {
            assertFalse(reply.response().body().contains(part), reply.response().body());
        }
        assertTrue(detail.length() > 15 && !detail.contains("null"), body + ": " + detail);
    }

    private static Reply send(String body, String type) {
        return controller
                .admin()
                .send(controller
                        .admin()
                        .request("POST", "/clone-sessions", body)
                        .header("Content-Type", type)
                        .build());
    }
}
