package io.pureboot.node.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.node.disk.DiskScanner;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.testing.DiskDraft;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DiskScansTest {
    /** What the next scans find, each with what happens meanwhile. */
    private final Queue<Runnable> coming = new ArrayDeque<>();

    private int scanned;

    private final DiskScans scans = new DiskScans(new DiskScanner() {
        @Override
        public List<DiskInfo> scan() {
            Runnable meanwhile = coming.poll();
            if (meanwhile != null) {
                meanwhile.run();
            }
            return List.of(new DiskDraft("/dev/sda", 1024, "scan " + ++scanned).disk());
        }

        @Override
        public DiskInfo scan(String device) {
            return scan().getFirst();
        }

        @Override
        public List<Path> devices() {
            return List.of(Path.of("/dev/sda"));
        }
    });

    private String last() throws IOException {
        return String.valueOf(scans.last().getFirst().serial());
    }

    @Test
    @DisplayName("ED1 the last scan is answered until something is known to have changed")
    void remembersUntilToldToForget() throws IOException {
        assertEquals("scan 1", last());
        assertEquals("scan 1", last());
        scans.forget();
        assertEquals("scan 2", last());
        assertEquals("scan 2", last());
    }

    @Test
    @DisplayName("ED1 what changed during a scan makes that one old, too")
    void changedMeanwhile() throws IOException {
        coming.add(scans::forget);
        assertEquals("scan 1", last());
        assertEquals("scan 2", last());
        assertEquals("scan 2", last());
    }
}
