package io.pureboot.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of Debian's JDK that the servers run on, linked by its own jlink. */
final class JavaRuntime {
    private static final String JDK = "/usr/lib/jvm/java-25-openjdk-amd64";
    private static final String MODULES = String.join(
            ",",
            "java.base",
            "java.instrument",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "java.sql",
            "jdk.crypto.ec",
            "jdk.management",
            "jdk.unsupported",
            "jdk.zipfs");

    private JavaRuntime() {}

    /** What a change of this class changes in the runtime. */
    static String recipe() {
        return "2 " + JDK + " " + MODULES;
    }

    /** Puts the runtime's {@code bin}, {@code lib} and so on into {@code out}. */
    static void make(DebianStage stage, Path out) throws IOException {
        Path work = stage.workFolder("runtime");
        // Not compressed: the whole image is, and does it better.
        stage.run(
                JDK + "/bin/jlink",
                "--add-modules",
                MODULES,
                "--strip-java-debug-attributes",
                "--exclude-files=**.debuginfo",
                "--no-header-files",
                "--no-man-pages",
                "--compress=zip-0",
                "--output",
                "/build/runtime/jre");
        Files.delete(out);
        Files.move(work.resolve("jre"), out);
    }
}
