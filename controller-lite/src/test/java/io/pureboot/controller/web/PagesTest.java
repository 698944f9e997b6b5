package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.Client;
import io.pureboot.controller.testing.TestController;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    private final TestController controller;
    private final Client client;

    PagesTest(@TempDir Path data) {
        controller = TestController.start(data);
        client = controller.anonymous();
    }

    @AfterAll
    void stop() {
        controller.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/",
                "/nodes",
                "/nodes/x",
                "/nodes/x/disks",
                "/nodes/x/partitions",
                "/clone",
                "/clone/new",
                "/clone/x"
            })
    @DisplayName("UP1 UP2 UP3 UP4 every page has an address that can be opened by itself")
    void deepLinks(String address) {
        HttpResponse<String> page = get(address);
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("<pureboot-app>"), page.body());
        assertTrue(header(page, "Content-Type").startsWith("text/html"));
    }

    @Test
    @DisplayName("UP1 scripts come from this server alone, and none is inline but the import map")
    void policy() {
        String policy = header(get("/nodes"), "Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self' 'sha256-"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(policy.contains("http"), policy);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/ui/shared/styles.css",
                "/ui/shared/api-client.js",
                "/ui/shared/pureboot.svg",
                "/ui/app/router.js",
                "/ui/lib/lit/index.js",
                "/ui/lib/lit-html/directives/repeat.js",
                "/ui/lib/lit__reactive-element/reactive-element.js"
            })
    @DisplayName("UP1 files are sent once and then confirmed")
    void files(String address) {
        HttpResponse<String> file = get(address);
        assertEquals(200, file.statusCode());
        assertFalse(file.body().isBlank());
        assertEquals("nosniff", header(file, "X-Content-Type-Options"));
        HttpRequest again = HttpRequest.newBuilder(URI.create(controller.url() + address))
                .header("If-None-Match", header(file, "ETag"))
                .build();
        assertEquals(304, client.send(again).status());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/ui/shared/none.js",
                "/ui/shared/",
                "/ui/lib/none/index.js",
                "/ui/lib/lit",
                "/ui/app/..%2Fshared%2Fstyles.css",
                "/ui/shared/%2e%2e/controller/index.html",
                "/ui/shared/..%2f..%2fio/pureboot/controller/ControllerServer.class",
                "/ui/app/.hidden.js",
                "/ui/lib/lit/package.json",
                "/no-page"
            })
    @DisplayName("UP1 nothing else of the class path can be fetched")
    void nothingElse(String address) {
        HttpResponse<String> answer = get(address);
        assertTrue(List.of(400, 404).contains(answer.statusCode()), answer.statusCode() + " " + answer.body());
        assertFalse(answer.body().contains("import"), answer.body());
    }

    private HttpResponse<String> get(String address) {
        return client.send(HttpRequest.newBuilder(URI.create(controller.url() + address))
                        .build())
                .response();
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
