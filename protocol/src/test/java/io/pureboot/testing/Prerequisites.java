package io.pureboot.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine: missing, it fails under {@code CI=true} and is a visible skip elsewhere. */
public final class Prerequisites {
    private Prerequisites() {}

    public static void require(boolean present, String what) {
        if (present) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail("missing here: " + what);
        }
        Assumptions.abort("skipped, missing here: " + what);
    }

    public static void requireRoot() {
        require("root".equals(System.getProperty("user.name")), "root");
    }

    public static void requireLoop() {
        requireRoot();
        require(Files.exists(Path.of("/dev/loop-control")), "/dev/loop-control");
    }

    public static void requireTool(String name) {
        boolean found = java.util.stream.Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/bin")
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, name)));
        require(found, name);
    }
}
