package io.pureboot.controller.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.protocol.ProtocolJson;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Assertions;

/** An answer of the controller. */
public record Reply(HttpResponse<String> response) {
    public int status() {
        return response.statusCode();
    }

    public JsonNode json() {
        try {
            return ProtocolJson.mapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            return Assertions.fail("not JSON: " + response.body(), e);
        }
    }

    /** {@code data} of a successful answer; the test fails when it is not one. */
    public JsonNode data() {
        Assertions.assertEquals(2, status() / 100, () -> status() + " " + response.body());
        Assertions.assertTrue(json().path("success").asBoolean(), response.body());
        return json().path("data");
    }

    public <T> T data(Class<T> type) {
        try {
            return ProtocolJson.mapper().treeToValue(data(), type);
        } catch (JsonProcessingException e) {
            return Assertions.fail("not a " + type.getSimpleName() + ": " + response.body(), e);
        }
    }

    /** A problem of this status and kind ({@code session-state}, …); the test fails when it is not one. */
    public Reply problem(int status, String kind) {
        Assertions.assertEquals(status, status(), response.body());
        Assertions.assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
        Assertions.assertEquals(
                "urn:pureboot:problem:" + kind, json().path("type").asText(), response.body());
        Assertions.assertFalse(json().path("success").asBoolean(true));
        Assertions.assertEquals(status, json().path("status").asInt());
        Assertions.assertFalse(json().path("detail").asText().isBlank());
        return this;
    }

    /** A 422 that names this field. */
    public Reply names(String field) {
        Assertions.assertTrue(
                json().path("errors").findValuesAsText("field").contains(field),
                () -> "field " + field + " is not named in " + response.body());
        return this;
    }
}
