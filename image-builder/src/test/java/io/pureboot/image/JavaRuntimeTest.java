package io.pureboot.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JavaRuntimeTest {
    @Test
    @DisplayName("providers of modules that are not linked go, and the others are numbered without a gap")
    void providers() {
        assertEquals(
                List.of(
                        "# list",
                        "security.provider.1=SUN",
                        "#security.provider.x=y",
                        "security.provider.2=SunJCE",
                        "a=b"),
                JavaRuntime.linkedProviders(List.of(
                        "# list",
                        "security.provider.1=SUN",
                        "#security.provider.x=y",
                        "security.provider.2=XMLDSig",
                        "security.provider.3=SunJCE",
                        "security.provider.4=SunPKCS11",
                        "a=b")));
    }
}
