package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.check.LvmImage;
import io.pureboot.controller.library.ingest.Ingest;
import io.pureboot.controller.library.ingest.LibraryFolder;
import io.pureboot.controller.library.read.Readers;
import io.pureboot.controller.testing.Reply;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.linux.table.TestImages;
import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import io.pureboot.testing.Prerequisites;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

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
            assertEquals(List.of(), browser.all("tbody td:not([data-label])"));
            browser.picture("images-small");
            assertEquals(List.of(), browser.messages());
            Reply reply = ui.controller.admin().get("/images/" + HASH);
            assertEquals(2, reply.data().path("partitions").size(), reply::toString);
            assertEquals(
                    "unread",
                    reply.data().path("partitions").path(0).path("status").asText());
            assertEquals(404, ui.controller.admin().get("/images/none").status());
        }
    }

    @Test
    @DisplayName("NN2 NN3 discs are drawn to scale: an optical disc with partitions by these alone, free space between,"
            + " volumes in a row of their own")
    void drawn(@TempDir Path data, @TempDir Path disks, Browser browser) throws IOException {
        Prerequisites.requireTool("fls");
        LibraryFolder library = new LibraryFolder(data.resolve("library"));
        Path hybrid = disks.resolve("live disc.img");
        TestImages.unpack("images/deb-memtest86+ia32.iso.zst", hybrid);
        Path volumes = TestDisk.dos(
                disks.resolve("two groups.img"), 40 << 20, "start=2048, size=32768, type=8e\nstart=49152, type=83\n");
        LvmImage.write(volumes, 1 << 20, Map.of("root", List.of(0)));
        ingest(library, List.of(hybrid, volumes));
        try (Ui ui = Ui.start(data, browser)) {
            ui.open("/images");
            browser.waitForText("2 images");
            browser.size(1200, 1000);
            browser.picture("images-discs");
            String disc = "article[aria-label='live disc'] ";
            assertEquals(
                    List.of("1", "2"),
                    browser.all(disc + "li[data-partition]").stream()
                            .map(piece -> piece.getAttribute("data-partition"))
                            .toList());
            assertEquals(
                    List.of("Whole disk", "1", "2"),
                    browser.all(disc + "tbody td:first-child").stream()
                            .map(WebElement::getText)
                            .toList());
            assertTrue(browser.find(disc + "tr[data-part='0']").getText().contains("by PureBoot"));
            double first = browser.width(browser.find(disc + "li[data-partition='1']"));
            double second = browser.width(browser.find(disc + "li[data-partition='2']"));
            assertTrue(second > 1.5 * first, "1.6 MiB are %f wide, 4 MiB %f".formatted(first, second));
            String group = "article[aria-label='two groups'] ";
            assertEquals(2, browser.all(group + "li[data-partition]").size());
            assertEquals(1, browser.all(group + "li.gap").size());
            String volume = browser.find(group + "tr[data-part='1/vg0/root']").getText();
            assertTrue(volume.contains("Not read") && volume.contains("no file system is recognised"), volume);
            assertTrue(browser.find(group + "tr[data-part='1']").getText().contains("its volumes are listed apart"));
            assertEquals(List.of(), browser.messages());
        }
    }

    private static void ingest(LibraryFolder library, Path disks) throws IOException {
        Path whole = TestDisk.ext4(disks.resolve("an old floppy.img"), 4 << 20);
        Files.writeString(disks.resolve("letter"), "Dear all");
        io.pureboot.controller.library.Tool.run(disks, "debugfs", "-w", "-R", "write letter letter", whole.toString());
        Path gpt = TestDisk.gpt(disks.resolve(HASH + ".img"), 2);
        ingest(library, List.of(whole, gpt));
    }

    private static void ingest(LibraryFolder library, List<Path> images) throws IOException {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        for (Path image : images) {
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
