package io.pureboot.controller.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.controller.testing.TestController;
import io.pureboot.testing.Browser;
import io.pureboot.testing.BrowserExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The modules without a picture, run in the browser. */
@ExtendWith(BrowserExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedModulesTest {
    private final Browser browser;
    private final TestController controller;

    SharedModulesTest(Browser browser, @TempDir Path data) {
        this.browser = browser;
        this.controller = TestController.start(data);
        browser.open(controller.url());
    }

    @AfterAll
    void stop() {
        controller.close();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "f.bytes(0), 0 B",
        "f.bytes(1023), 1023 B",
        "f.bytes(1024), 1 KiB",
        "f.bytes(1536), 1.5 KiB",
        "f.bytes(1000204886016), 931.5 GiB",
        "f.bytes(null), —",
        "f.rate(104857600), 100 MiB/s",
        "f.rate(null), —",
        "f.percent(99.99), 99.9%",
        "f.percent(100), 100%",
        "f.duration(8.4), 8 s",
        "f.duration(190), 3 min 10 s",
        "f.duration(1230), 20 min",
        "f.duration(7500), 2 h 5 min",
        "'f.plural(1, \"node\")', 1 node",
        "'f.ago(new Date(0).toISOString(), 3600000)', 60 min ago"
    })
    @DisplayName("UD2 sizes, rates and times in words")
    void formats(String call, String wanted) {
        assertEquals(wanted, browser.scriptLater("const f = await import('/ui/shared/format.js'); return " + call));
    }

    @Test
    @DisplayName("UD1 a disk is cut into partitions and gaps without holes or overlaps, alignment gaps left out")
    void layouts() {
        Object pieces = browser.scriptLater("""
                const { layout } = await import('/ui/shared/disk-layout.js');
                const M = 1024 * 1024;
                const p = (number, type, start, end) => ({ number, type, start_bytes: start * M, end_bytes: end * M });
                const show = (list) => list.map((x) =>
                  (x.partition ? x.partition.number : 'gap') + ':' + x.start / M + '-' + x.end / M
                  + (x.inside.length ? '(' + show(x.inside) + ')' : '')).join(' ');
                return [
                  layout({ size_bytes: 100 * M, partitions: [] }),
                  layout({ size_bytes: 100 * M, partitions: [p(2, 'linux', 50, 99), p(1, 'linux', 1, 40)] }),
                  layout({ size_bytes: 100 * M, partitions: [
                    p(1, 'extended', 10, 100), p(5, 'linux', 11, 60), p(6, 'linux', 61, 80)] }),
                  layout({ size_bytes: 100 * M, partitions: [p(0, 'linux', 0, 100)] }),
                ].map(show).join(' | ');""");
        assertEquals(
                "gap:0-100 | 1:1-40 gap:40-50 2:50-99 | gap:0-10 1:10-100(5:11-60 6:61-80 gap:80-100) | 0:0-100",
                pieces);
    }
}
