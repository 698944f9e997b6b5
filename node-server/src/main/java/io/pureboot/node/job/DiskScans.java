package io.pureboot.node.job;

import io.pureboot.node.disk.DiskScanner;
import io.pureboot.protocol.disk.DiskInfo;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Scans one at a time and remembers the last result. */
public final class DiskScans {
    private final DiskScanner scanner;
    private final ReentrantLock scanning = new ReentrantLock();
    private volatile @Nullable List<DiskInfo> last;

    public DiskScans(DiskScanner scanner) {
        this.scanner = scanner;
    }

    /** What the last scan found; scans when there was none yet. */
    public List<DiskInfo> last() throws IOException {
        List<DiskInfo> found = last;
        return found != null ? found : scan();
    }

    /** All disks, read now. A call during another's scan starts its own afterwards: what it asks about may be newer. */
    public List<DiskInfo> scan() throws IOException {
        scanning.lock();
        try {
            List<DiskInfo> found = List.copyOf(scanner.scan());
            last = found;
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
