package io.pureboot.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's front: help, wrong calls, exit codes. */
class LauncherTest {
    private final Launcher launcher = Launcher.own();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void helpNamesEveryCommandThatThereIs(String word) throws Exception {
        Launcher.Ended ended = launcher.run(word);

        assertEquals(0, ended.exitCode());
        for (String command : List.of("demo", "test", "controller", "node", "images", "image", "vm", "bench")) {
            assertTrue(ended.out().contains("\n  " + command + " "), ended.out());
        }
    }

    @Test
    void noCommandShowsTheHelp() throws Exception {
        assertTrue(launcher.run().out().startsWith("Usage: ./pureboot COMMAND"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "test", "controller", "images", "image", "vm"})
    void everyCommandHasHelp(String command) throws Exception {
        Launcher.Ended ended = launcher.run(command, "--help");

        assertEquals(0, ended.exitCode(), ended.err());
        assertTrue(ended.out().contains("Usage:") && ended.out().contains(command), ended.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "test", "controller", "images", "image", "vm"})
    void aWrongArgumentIsOneLineAndExit2(String command) throws Exception {
        Launcher.Ended ended = launcher.run(command, "--no-such-option");

        assertEquals(2, ended.exitCode(), ended.err());
        assertEquals(1, ended.errorLines().size(), ended.err());
        assertTrue(ended.err().contains("--no-such-option"), ended.err());
        assertEquals("", ended.out());
    }

    @Test
    @DisplayName("images check starts without what takes long to set up: zstd by JNI, no method handles for it")
    void imagesCheckStartsSoon() throws Exception {
        Path archives = Files.createDirectories(folder.resolve("archives"));
        Files.write(archives.resolve("a.tar.zst"), new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0, 0, 0});
        Path classes = folder.resolve("classes");

        Launcher.Ended ended = Launcher.own()
                .with("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes)
                .run("images", "check", "--dry-run", "--anyway", "--min-size=0", "--archives=" + archives);

        assertEquals(1, ended.exitCode(), ended.err());
        assertTrue(ended.out().contains("the archive cannot be read"), ended.out());
        String loaded = Files.readString(classes);
        assertTrue(loaded.contains("com.github.luben.zstd.Zstd "), "zstd was not used");
        assertFalse(loaded.contains("java.lang.foreign.Linker "), "native functions were bound by method handles");
        assertFalse(loaded.contains("com.fasterxml.jackson.databind.ObjectMapper "), "a mapper was made");
    }

    @Test
    void anUnknownCommandIsOneLineAndExit2() throws Exception {
        Launcher.Ended ended = launcher.run("clone");

        assertEquals(2, ended.exitCode());
        assertEquals(List.of("pureboot: there is no command 'clone' (see ./pureboot --help)"), ended.errorLines());
    }

    @Test
    @DisplayName(
            "NX1 NX2 NI1 NF1 images check: its exit code is the launcher's; without arguments it takes the fixed paths")
    void imagesCheck() throws Exception {
        assertEquals(2, launcher.run("images").exitCode());
        String help = launcher.run("images", "check", "--help").out();
        for (String path : List.of("/data/cold/img-read", "/data/staging", "/var/log/ntt/multipart-check.jsonl")) {
            assertTrue(help.contains(path), help);
        }
        String[] check = {"images", "check", "--dry-run", "--staging", folder.toString(), "--archives"};
        Launcher.Ended found = launcher.run(with(check, folder.toString()));
        assertEquals(0, found.exitCode(), found.err());
        assertTrue(found.out().contains("script_complete"), found.out());
        Launcher.Ended missing =
                launcher.run(with(check, folder.resolve("missing").toString()));
        assertEquals(1, missing.exitCode(), missing.err());
        assertTrue(missing.out().contains("cannot be listed"), missing.out());
    }

    private static String[] with(String[] arguments, String last) {
        return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray(String[]::new);
    }

    @Test
    @DisplayName("the launcher and .ci/run are clean for shellcheck")
    void shellcheck() throws IOException, InterruptedException {
        Prerequisites.requireTool("shellcheck");
        Process process = new ProcessBuilder("shellcheck", "pureboot", ".ci/run")
                .directory(Launcher.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
