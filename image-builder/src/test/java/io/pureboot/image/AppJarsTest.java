package io.pureboot.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AppJarsTest {
    @Test
    @DisplayName("a manifest keeps what Java reads of it and loses what tools of builds wrote")
    void brief() throws IOException {
        byte[] long_ = ("Manifest-Version: 1.0\r\nMulti-Release: true\r\nImplementation-Version: 12.1\r\n"
                        + "Import-Package: org.slf4j;version=2\r\n\r\nName: a/B.class\r\nSHA-256-Digest: AAAA\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        Manifest brief = new Manifest(new ByteArrayInputStream(AppJars.brief(long_)));
        assertEquals(
                Map.of("Manifest-Version", "1.0", "Multi-Release", "true", "Implementation-Version", "12.1"),
                texts(brief.getMainAttributes()));
        assertEquals(Map.of(), brief.getEntries());
    }

    private static Map<String, String> texts(Attributes attributes) {
        Map<String, String> texts = new java.util.HashMap<>();
        attributes.forEach((name, value) -> texts.put(name.toString(), value.toString()));
        return texts;
    }
}
