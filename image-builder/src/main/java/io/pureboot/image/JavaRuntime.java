package io.pureboot.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern PROVIDER = Pattern.compile("security\\.provider\\.\\d+=(\\w+)");
    /** Security providers of Java in modules that are not linked. */
    private static final Set<String> MISSING = Set.of("XMLDSig", "SunPCSC", "JdkSASL", "SunPKCS11");

    private JavaRuntime() {}

    /** What a change of this class changes in the runtime. */
    static String recipe() {
        return "3 " + JDK + " " + MODULES;
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
        Path security = work.resolve("jre/conf/security/java.security");
        Files.write(security, linkedProviders(Files.readAllLines(security)));
        Files.delete(out);
        Files.move(work.resolve("jre"), out);
    }

    /**
     * The lines of {@code java.security} without the providers that this runtime does not have: in search of one, Java makes
     * an instance of every provider on the class path at each start.
     */
    static List<String> linkedProviders(List<String> lines) {
        List<String> kept = new ArrayList<>();
        int number = 0;
        for (String line : lines) {
            Matcher provider = PROVIDER.matcher(line);
            if (!provider.matches()) {
                kept.add(line);
            } else if (!MISSING.contains(provider.group(1))) {
                kept.add("security.provider." + ++number + "=" + provider.group(1));
            }
        }
        return kept;
    }
}
