package io.pureboot.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.node.disk.DiskScanner;
import io.pureboot.node.disk.Disks;
import io.pureboot.node.disk.SystemDiskScanner;
import io.pureboot.node.job.DiskScans;
import io.pureboot.node.partition.JobEvents;
import io.pureboot.node.partition.PartitionDesk;
import io.pureboot.node.partition.PartitionJobs;
import io.pureboot.node.tls.SelfSigned;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.javalin.WebPages;
import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Partitions changed by mouse and keyboard, on a real block device. */
@ExtendWith(BrowserExtension.class)
class PartitionPageTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    private LoopDevice loop;
    private DiskScanner scanner;
    private PartitionJobs jobs;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        loop = LoopDevice.create(folder.resolve("disk.img"), 400 * MIB, 512);
        scanner = new SystemDiskScanner(
                BlockDevices.ofThisMachine(),
                InUse.ofThisMachine(),
                Disks.RUNNER,
                Optional.of(List.of(loop.path().toString())),
                Clock.systemUTC());
        jobs = new PartitionJobs(folder.resolve("jobs"), scanner, Disks.RUNNER, JobEvents.NONE, Clock.systemUTC());
        PinSignIns signIns = new PinSignIns("482913", Clock.systemUTC());
        List<Route> routes = new ArrayList<>(AuthRoutes.of(signIns));
        routes.addAll(PartitionRoutes.of(new PartitionDesk(jobs, scanner, Clock.systemUTC())));
        routes.addAll(DiskRoutes.of(new DiskScans(scanner)));
        routes.addAll(SystemRoutes.of(NodePageTest::node, List::of, LogRing.over(System.err), new Metrics()));
        server = HttpServer.start(
                "127.0.0.1",
                0,
                new NodeTls(SelfSigned.identity("node", Instant.now(), Duration.ofDays(1)), null),
                routes,
                signIns,
                pages -> new WebPages("web/node").register(pages, List.of("/")));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        jobs.close();
        loop.close();
    }

    @Test
    @DisplayName(
            "UP4 UD3 UD4 UD5 UD6 PH8 PH9 PH10 PH11 ED4 ED5 ED6 ED7 X1 WF5 the partition page: dialogs, queue, picture of what"
                    + " will be, taken back, applied, and the disk is so")
    void changesADisk(Browser browser) throws Exception {
        browser.open("https://127.0.0.1:" + server.port() + "/");
        browser.type("#pin", "482913");
        browser.press("Sign in");
        browser.waitForText("no known partition table");
        browser.press("Change partitions of " + loop.path());
        browser.waitForText("No operations queued.");
        browser.click("partition-editor .piece.gap button");
        browser.waitForText("New partition on " + loop.path());
        browser.type("#size", "100");
        browser.type("#label", "first");
        browser.press("Add to queue");
        browser.waitForText("Create a partition of 100 MiB at 1 MiB, ext4 “first”, in a new GPT table");
        browser.waitForText("As it will be");
        assertEquals(0, scanner.scan(loop.path().toString()).partitions().size(), "nothing is done before apply");

        choose(browser, "Flags");
        browser.press("Add to queue");
        browser.waitForText("Set the flag esp of partition 1");
        browser.waitUntil("the keyboard where it was", () -> browser.focused().contains("Flags"));
        choose(browser, "Format");
        browser.press("Add to queue");
        browser.type("#sure", "FORMAT");
        browser.press("Add to queue");
        browser.waitForText("Format partition 1 as ext4");
        browser.press("Undo last");
        browser.waitForText("Apply 2 operations");
        browser.picture("partitions-queued");
        browser.press("Apply 2 operations");
        browser.waitForText("Change " + loop.path() + "?");
        browser.waitForText("what the disk held is lost");
        browser.picture("partitions-confirm");
        assertEquals(0, scanner.scan(loop.path().toString()).partitions().size(), "nor before it is confirmed");
        browser.press("Apply");
        browser.waitForText("Operations completed");
        scanned(browser, 1);
        DiskInfo disk = scanner.scan(loop.path().toString());
        assertEquals("gpt", disk.partitionTable());
        assertEquals("ext4", disk.partitions().getFirst().filesystem());
        assertEquals("first", disk.partitions().getFirst().label());
        assertEquals(100 * MIB, disk.partitions().getFirst().sizeBytes());
        assertTrue(disk.partitions().getFirst().flags().contains("esp"));
        browser.waitForText("As it is");

        choose(browser, "Resize");
        browser.waitForText("From ");
        browser.type("#size", "200");
        browser.picture("partitions-resize");
        browser.press("Add to queue");
        browser.waitForText("Resize partition 1 to 200 MiB");
        choose(browser, "Move");
        browser.press("Add to queue");
        choose(browser, "Move");
        browser.type("#start", "150");
        browser.press("Add to queue");
        browser.waitForText("Move partition 1 to 150 MiB");
        browser.waitForText("Apply 2 operations");
        browser.press("Remove all");
        browser.waitForText("No operations queued.");
        browser.waitUntil(
                "the keyboard at what has changed", () -> browser.focused().contains("As it is"));
        choose(browser, "Delete");
        browser.press("Add to queue");
        browser.waitForText("Delete partition 1");
        browser.size(360, 740);
        assertEquals(0, browser.overhang());
        browser.picture("phone-partitions");
        browser.size(1280, 900);
    }

    @Test
    @DisplayName(
            "UP4 UD3 PH8 X1 WF5 a file system that takes the whole disk gives way to an MBR; its extended partition is"
                    + " chosen and changed; all is deleted again for a table of the other kind")
    void replacesTables(Browser browser) throws Exception {
        Disks.output("mkfs.ext4", "-q", "-F", "-L", "old", loop.path().toString());
        browser.open("https://127.0.0.1:" + server.port() + "/");
        browser.type("#pin", "482913");
        browser.press("Sign in");
        browser.press("Change partitions of " + loop.path());
        browser.press("Create");
        browser.waitForText("What takes the whole disk now will be gone: ext4, “old”");
        select(browser, "table", "mbr");
        browser.type("#before", "10");
        browser.type("#size", "80");
        select(browser, "filesystem", "ntfs");
        browser.picture("partitions-create");
        browser.press("Add to queue");
        browser.waitForText("Create a partition of 80 MiB at 11 MiB, NTFS, in a new MBR table");
        create(browser, "200", "extended", null, "Apply 2 operations");
        create(browser, "50", "", "ext4", "Apply 3 operations");
        browser.press("Apply 3 operations");
        browser.press("Apply");
        browser.waitForText("Operations completed");
        scanned(browser, 5);
        DiskInfo disk = scanner.scan(loop.path().toString());
        assertEquals("mbr", disk.partitionTable());
        assertEquals(
                List.of("1 msdata ntfs 80", "2 extended null 200", "5 linux ext4 50"),
                disk.partitions().stream()
                        .map(part -> part.number() + " " + part.type() + " " + part.filesystem() + " "
                                + part.sizeBytes() / MIB)
                        .toList());

        browser.picture("partitions-mbr");
        browser.click("partition-editor .piece-box");
        browser.press("Resize");
        browser.type("#size", "150");
        browser.press("Add to queue");
        browser.waitForText("Resize partition 2 to 150 MiB");
        browser.picture("partitions-extended");
        browser.press("Delete all");
        browser.waitForText("Apply 4 operations");
        browser.press("Create");
        select(browser, "table", "gpt");
        browser.type("#size", "60");
        browser.press("Add to queue");
        browser.waitForText("in a new GPT table");
        browser.press("Apply 5 operations");
        browser.press("Apply");
        browser.waitUntil(
                "a GPT with one partition",
                () -> browser.text().contains("Operations completed")
                        && browser.text().contains("No operations queued."));
        disk = scanner.scan(loop.path().toString());
        assertEquals("gpt", disk.partitionTable());
        assertEquals(60 * MIB, disk.partitions().getFirst().sizeBytes());
        assertEquals(1, disk.partitions().size());
    }

    private static void create(Browser browser, String size, String type, @Nullable String filesystem, String queued) {
        browser.press("Create");
        browser.type("#size", size);
        select(browser, "type", type);
        if (filesystem != null) {
            select(browser, "filesystem", filesystem);
        }
        browser.press("Add to queue");
        browser.waitForText(queued);
    }

    private static void select(Browser browser, String name, String value) {
        browser.click("dialog[open] select[name=" + name + "] option[value='" + value + "']");
    }

    /** The scan behind a job makes the page longer: what is to be clicked must not move under the mouse. */
    private static void scanned(Browser browser, int partition) {
        browser.find("partition-table tr[data-partition='" + partition + "']");
        browser.waitForText("Rescan disks");
    }

    private static void choose(Browser browser, String action) throws Exception {
        browser.click("partition-editor .piece[data-partition='1'] button");
        browser.press(action);
    }
}
