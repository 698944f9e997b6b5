package io.pureboot.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.node.disk.DiskScanner;
import io.pureboot.node.job.DiskScans;
import io.pureboot.node.tls.SelfSigned;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.javalin.WebPages;
import io.pureboot.protocol.node.NodeInfo;
import io.pureboot.protocol.node.NodeWork;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.TransferPhase;
import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import io.pureboot.testing.DiskDraft;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrowserExtension.class)
class NodePageTest {
    private final AtomicReference<List<NodeWork>> work = new AtomicReference<>(List.of());
    private final Disks disks = new Disks();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        PinSignIns signIns = new PinSignIns("482913", Clock.systemUTC());
        List<Route> routes = new ArrayList<>(AuthRoutes.of(signIns));
        routes.addAll(DiskRoutes.of(new DiskScans(disks)));
        routes.addAll(SystemRoutes.of(NodePageTest::node, work::get, LogRing.over(System.err), new Metrics()));
        server = HttpServer.start(
                "127.0.0.1",
                0,
                new NodeTls(SelfSigned.identity("node", Instant.now(), Duration.ofDays(1)), null),
                routes,
                signIns,
                pages -> new WebPages("web/node").register(pages, List.of("/")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("UD1 UD2 UP4 a node's own page: PIN, its disks with their partitions, a rescan")
    void showsItsDisks(Browser browser) {
        String url = "https://127.0.0.1:" + server.port() + "/";
        browser.open(url);
        browser.type("#pin", "000000");
        browser.press("Sign in");
        browser.waitForText("That PIN is not right");
        browser.type("#pin", "482913");
        browser.press("Sign in");
        browser.waitForText("lab-node");
        browser.waitForText("SN-1");
        assertEquals(2, browser.all("partition-table tr[data-partition]").size());
        browser.click(".piece[data-partition='2'] button");
        assertEquals("2", browser.find("tr.selected").getAttribute("data-partition"));

        disks.serial = "SN-2";
        browser.press("Rescan disks");
        browser.waitForText("SN-2");
        assertFalse(browser.text().contains("SN-1"));
        browser.picture("node");
        browser.size(360, 740);
        assertEquals(0, browser.overhang());
        browser.picture("phone-node");
        browser.size(1280, 900);
        for (String request : browser.requests()) {
            assertTrue(request.startsWith(url), request);
        }
        browser.open(url);
        browser.waitForText("lab-node");
        browser.press("Sign out");
        browser.find("#pin");
    }

    @Test
    @DisplayName("UC9 a node's own page shows what its clone roles do, without a reload")
    void showsItsWork(Browser browser) {
        browser.open("https://127.0.0.1:" + server.port() + "/");
        browser.type("#pin", "482913");
        browser.press("Sign in");
        browser.waitForText("lab-node");
        assertFalse(browser.shows("node-work-card"));
        work.set(List.of(at("running", 25, null)));
        browser.waitForText("/dev/sda is being written over");
        browser.waitForText("25%");
        browser.waitForText("200 MiB/s");
        work.set(List.of(at("failed", 60, "Writing /dev/sda failed at byte 4,096.")));
        browser.waitForText("Writing /dev/sda failed at byte 4,096.");
        browser.waitForText("Failed");
    }

    private static NodeWork at(String state, long percent, @org.jspecify.annotations.Nullable String error) {
        return new NodeWork(
                "5f6a9d20",
                CloneRole.TARGET,
                "/dev/sda",
                state,
                TransferPhase.TRANSFERRING,
                percent << 30,
                100L << 30,
                200L << 20,
                error);
    }

    static NodeInfo node() {
        Instant now = Instant.now();
        return new NodeInfo(
                "self",
                "lab-node",
                "52:54:00:00:00:01",
                "10.0.0.7",
                "ready",
                "QEMU",
                "Standard PC",
                null,
                null,
                "x86_64",
                "uefi",
                2,
                4L << 30,
                List.of("10.0.0.7", "fe80::1"),
                null,
                true,
                null,
                now,
                now,
                now,
                null);
    }

    private static final class Disks implements DiskScanner {
        private volatile String serial = "SN-1";

        @Override
        public List<DiskInfo> scan() {
            return List.of(scan("sda"));
        }

        @Override
        public DiskInfo scan(String device) {
            return new DiskDraft("/dev/sda", 100_000, serial)
                    .partition(1, "efi", "fat32", "EFI", 1, 512, 12)
                    .partition(2, "linux", "ext4", "root", 513, 80_000, 31_000)
                    .disk();
        }
    }
}
