package io.pureboot.node.job;

import io.pureboot.node.disk.DiskScanner;
import io.pureboot.protocol.disk.DiskInfo;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Scans one at a time and remembers the last result. */
public final class DiskScans {
    private final DiskScanner scanner;
    private final ReentrantLock scanning = new ReentrantLock();
    private final AtomicInteger changes = new AtomicInteger();
    private volatile @Nullable List<DiskInfo> last;

    public DiskScans(DiskScanner scanner) {
        this.scanner = scanner;
    }

    /** What the last scan found; scans when there was none yet. */
    public List<DiskInfo> last() throws IOException {
        List<DiskInfo> found = last;
        return found != null ? found : scan();
    }

    /** What was found is not so any more: who asks next gets a new scan. A scan that is under way counts as old too. */
    public void forget() {
        changes.incrementAndGet();
        last = null;
    }

    /** All disks, read now. A call during another's scan starts its own afterwards: what it asks about may be newer. */
    public List<DiskInfo> scan() throws IOException {
        scanning.lock();
        try {
            int before = changes.get();
            List<DiskInfo> found = List.copyOf(scanner.scan());
            last = found;
            if (changes.get() != before) {
                last = null;
            }
            return found;
        } finally {
            scanning.unlock();
        }
    }

    /** One disk, read now. */
    public DiskInfo scan(String device) throws IOException {
        scanning.lock();
        try {
            return scanner.scan(device);
        } finally {
            scanning.unlock();
        }
    }
}
