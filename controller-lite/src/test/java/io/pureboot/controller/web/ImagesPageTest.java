package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.ingest.Ingest;
import io.pureboot.controller.library.ingest.LibraryFolder;
import io.pureboot.controller.library.read.Readers;
import io.pureboot.controller.testing.Reply;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The images of the library, after real ones were brought in. */
@ExtendWith(BrowserExtension.class)
class ImagesPageTest {
    private static final String HASH = "af1349b9f5f9a1a6a0404dea36dcc949";

    @Test
    @DisplayName("NN2 NN3 the page lists images, drawn with their partitions; files counted, unread ones said")
    void images(@TempDir Path data, @TempDir Path disks, Browser browser) throws IOException {
        try (Ui ui = Ui.start(data, browser)) {
            ui.open("/images");
            browser.waitForText("No images yet");
            ingest(new LibraryFolder(data.resolve("library")), disks);
            browser.press("Reload");
            browser.waitForText("2 images · 16 MiB · 1 not read whole");
            browser.waitForText(HASH);
            browser.picture("images");
            String ext = browser.find("tr[data-part='0']").getText();
            assertTrue(ext.contains("ext4") && ext.contains("1 file") && ext.contains("by debugfs"), ext);
            for (String part : List.of("1", "2")) {
                String row = browser.find("tr[data-part='" + part + "']").getText();
                assertTrue(row.contains("Not read") && row.contains("unknown"), row);
                assertTrue(row.contains("no file system is recognised in it"), row);
                assertTrue(row.contains("Unknown") && row.contains("Linux"), row);
            }
            assertEquals(3, browser.all("disk-visualizer li[data-partition]").size());
            browser.size(360, 740);
            assertEquals(0, browser.overhang());
            assertEquals(List.of(), browser.messages());
            Reply reply = ui.controller.admin().get("/images/" + HASH);
            assertEquals(2, reply.data().path("partitions").size(), reply::toString);
            assertEquals(
                    "unread",
                    reply.data().path("partitions").path(0).path("status").asText());
            assertEquals(404, ui.controller.admin().get("/images/none").status());
        }
    }

    private static void ingest(LibraryFolder library, Path disks) throws IOException {
        Path whole = TestDisk.ext4(disks.resolve("an old floppy.img"), 4 << 20);
        Files.writeString(disks.resolve("letter"), "Dear all");
        io.pureboot.controller.library.Tool.run(disks, "debugfs", "-w", "-R", "write letter letter", whole.toString());
        Path gpt = TestDisk.gpt(disks.resolve(HASH + ".img"), 2);
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        for (Path image : List.of(whole, gpt)) {
            Ingest.run(
                    library,
                    image,
                    new Ingest.Options(true, true, null, null),
                    new Readers(new ProcessCommandRunner()),
                    Clock.systemUTC(),
                    nowhere);
        }
    }
}
