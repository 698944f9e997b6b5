package io.pureboot.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the launcher sets up, seen in a small project of its own with a JDK, Maven and apt that only write down how they
 * were called.
 */
class LauncherSetUpTest {
    @TempDir
    Path temporary;

    private Path project;
    private Path tools;
    private Path jdk;
    private Path calls;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(temporary.resolve("a project"));
        tools = Files.createDirectories(temporary.resolve("tools"));
        calls = temporary.resolve("calls");
        Files.copy(Launcher.ROOT.resolve("pureboot"), project.resolve("pureboot"));
        Files.setPosixFilePermissions(project.resolve("pureboot"), PosixFilePermissions.fromString("rwxr-xr-x"));
        write("pom.xml", "<project/>");
        write(".mvn/jvm.config", "");
        write("protocol/pom.xml", "<project/>");
        write("protocol/src/main/java/A.java", "class A {}");
        write("image-builder/pom.xml", "<project/>");
        for (String kind : List.of("tool", "check", "node", "controller")) {
            write("image-builder/src/main/jvm/" + kind + ".options", "# " + kind);
        }
        jdk = temporary.resolve("jdk");
        jdkOfVersion("25.0.3");
        script(jdk.resolve("bin/java"), "echo \"java $*\"");
        script(tools.resolve("mvn"), """
                for a in "$@"; do case $a in -DoutputDirectory=*) touch "${a#*=}/library.jar" ;; esac; done
                mkdir -p image-builder/target; touch image-builder/target/image-builder-0.1.0.jar
                echo "mvn $*" >>"$CALLS"
                """);
        script(tools.resolve("apt-get"), "echo \"apt-get $*\" >>\"$CALLS\"");
        script(tools.resolve("apt-cache"), "echo '  Candidate: 1.0'");
        script(tools.resolve("dpkg-query"), "exit 1");
    }

    @Test
    void buildsOnceAndAgainOnlyWhenSourcesChanged() throws Exception {
        Launcher.Ended first = launcher().run("controller", "--port", "1");
        launcher().run("controller");
        write("protocol/src/test/java/ATest.java", "class ATest {}");
        launcher().run("controller");
        assertEquals(1, called("mvn").size(), "built again although no main source changed");

        write("protocol/src/main/java/A.java", "class A { }");
        launcher().run("controller");
        assertEquals(2, called("mvn").size(), "not built again although a source changed");

        assertEquals(
                List.of("pureboot: building (log: " + project.resolve(".pureboot/setup.log") + ")"),
                first.errorLines());
        assertTrue(first.out().contains("/controller.options"), first.out());
        assertTrue(first.out().contains("library.jar"), first.out());
        assertTrue(first.out().endsWith("io.pureboot.launch.Pureboot controller --port 1\n"), first.out());
    }

    @Test
    void keepsABuildThatAProcessStillRunsFrom() throws Exception {
        script(jdk.resolve("bin/java"), "echo started; read -r line <\"$FIFO\"");
        Path fifo = temporary.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        Path out = temporary.resolve("out");
        Process running = launcher().with("FIFO", fifo.toString()).start(out, temporary.resolve("err"), "controller");
        await(() -> Files.exists(out) && Files.readString(out).contains("started"));
        Path app = onlyApp();

        script(jdk.resolve("bin/java"), "true");
        write("protocol/src/main/java/A.java", "class A { int changed; }");
        launcher().run("controller");
        assertTrue(Files.exists(app.resolve("library.jar")), "the jars of a running program were deleted");

        Files.writeString(fifo, "\n");
        running.waitFor();
        write("protocol/src/main/java/A.java", "class A { int again; }");
        launcher().run("controller");
        assertFalse(Files.exists(app), "an old build is left although nothing runs from it");
    }

    @Test
    void aBuildThatFailsShowsItsLogAndLeavesNothing() throws Exception {
        script(tools.resolve("mvn"), "echo 'cannot find symbol'; exit 1");

        Launcher.Ended ended = launcher().run("controller");

        assertEquals(1, ended.exitCode());
        assertTrue(ended.err().contains("cannot find symbol"), ended.err());
        assertTrue(ended.err().contains("setup.log"), ended.err());
        assertEquals("", ended.out(), "ran in spite of a failed build");
        assertFalse(Files.exists(project.resolve(".pureboot/app")), "staged a failed build");
    }

    @Test
    void aControllerThatAnswersDhcpGetsDnsmasq() throws Exception {
        Prerequisites.requireRoot();
        launcher().run("controller", "--dhcp", "off");
        assertEquals(
                List.of(),
                called("apt-get").stream()
                        .filter(call -> call.contains("dnsmasq"))
                        .toList());
        for (List<String> dhcp : List.of(List.of("--dhcp", "proxy"), List.of("--dhcp=full"))) {
            launcher().run(Stream.concat(Stream.of("controller"), dhcp.stream()).toArray(String[]::new));
            assertTrue(
                    called("apt-get").getLast().endsWith("install dnsmasq-base"),
                    called("apt-get").toString());
        }
    }

    @Test
    void rootGetsMissingPackagesInstalledByName() throws Exception {
        Prerequisites.requireRoot();
        launcher().run("node");

        String install = called("apt-get").getLast();
        for (String name : List.of("partclone", "e2fsprogs", "xfsprogs", "btrfs-progs", "ntfs-3g", "fdisk")) {
            assertTrue(install.contains(" " + name), install);
        }
        assertTrue(install.contains("--no-install-recommends install"), install);
        assertEquals(1, called("apt-get").size(), "read the package lists although they know every package");
    }

    @Test
    void installedPackagesAreLeftAlone() throws Exception {
        script(tools.resolve("dpkg-query"), "shift 3; for name in \"$@\"; do echo \"$name installed\"; done");

        launcher().run("node");

        assertEquals(List.of(), called("apt-get"));
    }

    @Test
    void withoutRootMissingPackagesAreOneLineThatSaysWhatToType() throws Exception {
        script(tools.resolve("id"), "echo 1000");

        Launcher.Ended ended = launcher().run("node");

        assertEquals(2, ended.exitCode());
        assertTrue(ended.errorLines()
                .getLast()
                .startsWith("pureboot: Debian packages are missing: sudo apt-get install "));
        assertTrue(ended.errorLines().getLast().contains("partclone"));
        assertEquals(List.of(), called("apt-get"));
    }

    @Test
    void withoutRootTheControllerRunsAndTheDemoSaysWhyNot() throws Exception {
        script(tools.resolve("id"), "echo 1000");

        assertEquals(0, launcher().run("controller").exitCode());
        Launcher.Ended demo = launcher().run("demo");

        assertEquals(2, demo.exitCode());
        assertEquals(
                "pureboot: 'demo' needs root, because it attaches loop devices: sudo ./pureboot demo",
                demo.errorLines().getLast());
    }

    @Test
    @DisplayName("without a JDK 25 anywhere: what to install, in one line, exit 2")
    void noJdk() throws Exception {
        Prerequisites.requireRoot();
        jdkOfVersion("17.0.15");
        script(tools.resolve("apt-cache"), "echo '  Candidate: (none)'");
        Path hidden = Files.createDirectories(temporary.resolve("no jvm"));
        Path wrapper = temporary.resolve("wrapper");
        // a mount name space of its own, in which /usr/lib/jvm is empty
        script(
                wrapper,
                "exec unshare --mount sh -c 'mount --bind \"$HIDDEN\" /usr/lib/jvm && exec \"$PROJECT/pureboot\" controller'");

        Launcher.Ended ended = environment(new Launcher(wrapper))
                .with("HIDDEN", hidden.toString())
                .with("PROJECT", project.toString())
                .run();

        assertEquals(2, ended.exitCode(), ended.err());
        String last = ended.errorLines().getLast();
        assertTrue(last.startsWith("pureboot: JDK 25 is needed and not found: install it"), last);
        assertEquals(List.of(), called("mvn"));
    }

    private Launcher launcher() {
        return environment(new Launcher(project.resolve("pureboot")));
    }

    private Launcher environment(Launcher launcher) {
        return launcher.with("JAVA_HOME", jdk.toString())
                .with("CALLS", calls.toString())
                .with("PUREBOOT_CLASSPATH", "")
                .with("PATH", tools + ":/usr/bin:/bin");
    }

    private Path onlyApp() throws IOException {
        try (var apps = Files.list(project.resolve(".pureboot/app"))) {
            return apps.toList().getFirst();
        }
    }

    private List<String> called(String program) throws IOException {
        return Files.exists(calls)
                ? Files.readAllLines(calls).stream()
                        .filter(line -> line.startsWith(program + " "))
                        .toList()
                : List.of();
    }

    private void jdkOfVersion(String version) throws IOException {
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/javac"), "true");
    }

    private void write(String name, String content) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, "did not happen within 20 s");
            LockSupport.parkNanos(5_000_000);
        }
    }
}
