package io.pureboot.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's own scripts, without the image. */
class OverlayTest {
    private static final Path OVERLAY = TestImage.ROOT.resolve("rootfs-overlay");

    @TempDir
    Path folder;

    @Test
    @DisplayName("SS1 SS2 every script is plain sh, is one that shellcheck accepts and can be executed")
    void shellcheck() throws IOException {
        Prerequisites.requireTool("shellcheck");
        List<String> argv = new ArrayList<>(List.of("shellcheck", "-x", "-P", TestImage.ROOT.toString()));
        try (Stream<Path> files = Files.walk(OVERLAY)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String head = Files.readString(file).lines().findFirst().orElse("");
                if (head.startsWith("#!")) {
                    assertTrue(Files.isExecutable(file), file + " is not executable");
                    argv.add(file.toString());
                }
            }
        }
        assertTrue(argv.size() > 8, "scripts found: " + argv);
        CommandResult checked = new ProcessCommandRunner().run(Command.of(argv.toArray(String[]::new)));
        assertEquals("", checked.text());
    }

    @Test
    @DisplayName("SS2 a parameter is the last one of its name on the kernel command line, and absent is not empty")
    void parameters() throws IOException {
        assertEquals("second\n0\n", parameter("a pureboot.name=first b pureboot.name=second pureboot.names=x", "name"));
        assertEquals("\n0\n", parameter("pureboot.shell quiet", "shell"));
        assertEquals("1\n", parameter("quiet xpureboot.name=1 pureboot.names=2", "name"));
    }

    private String parameter(String commandLine, String name) throws IOException {
        Path line = Files.writeString(folder.resolve("cmdline"), commandLine + "\n");
        String common = Files.readString(OVERLAY.resolve("usr/local/lib/pureboot/common.sh"))
                .replace("/proc/cmdline", line.toString());
        Path script = Files.writeString(folder.resolve("script"), common + "parameter " + name + "\necho $?\n");
        return new ProcessCommandRunner()
                .run(Command.of("sh", script.toString()))
                .text();
    }
}
