package io.pureboot.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpioArchiveTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void cpioReadsWhatWasWritten() throws IOException {
        Prerequisites.requireTool("cpio");
        Path program = Files.writeString(folder.resolve("program"), "odd!!");
        Tree tree = new Tree()
                .text("etc/name", "box\n", 0644)
                .file("usr/bin/program", program, 0755)
                .link("bin", "usr/bin")
                .folder("tmp", 0777);
        Path archive = folder.resolve("archive.cpio");
        Files.write(archive, archive(tree, List.of()));

        String listed = new ProcessCommandRunner()
                .run(Command.of("cpio", "-itv", "--numeric-uid-gid", "--file", archive.toString()))
                .orThrow()
                .text()
                .replaceAll(" +", " ")
                .replaceAll("[A-Z][a-z][a-z] \\d+ (\\d\\d:\\d\\d|\\d{4}) ", "");

        assertEquals("""
                lrwxrwxrwx 1 0 0 7 bin -> usr/bin
                drwxr-xr-x 2 0 0 0 etc
                -rw-r--r-- 1 0 0 4 etc/name
                drwxrwxrwx 2 0 0 0 tmp
                drwxr-xr-x 2 0 0 0 usr
                drwxr-xr-x 2 0 0 0 usr/bin
                -rwxr-xr-x 1 0 0 5 usr/bin/program
                """, listed);
    }

    @Test
    void firstPathsComeFirstWithTheirFolders() throws IOException {
        Tree tree = new Tree().text("a", "1", 0644).text("usr/bin/x", "2", 0755);
        String text = new String(archive(tree, List.of("usr/bin/x")), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertEquals(true, text.indexOf("usr/bin/x\0") < text.indexOf("\0a\0") || text.indexOf("a\0") > 300, text);
        assertEquals(true, text.indexOf("usr\0") < text.indexOf("usr/bin\0"));
        assertEquals(true, text.indexOf("usr/bin\0") < text.indexOf("usr/bin/x\0"));
    }

    private static byte[] archive(Tree tree, List<String> first) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long written = CpioArchive.write(tree, first, TIME, out);
        assertEquals(out.size(), written);
        return out.toByteArray();
    }
}
