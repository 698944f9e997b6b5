package io.pureboot.node.disk;

import io.pureboot.protocol.disk.DiskInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Disks of which this program itself has claimed some: those are shown as in use.
 *
 * @param claim why a device is not free, one sentence
 */
public record ClaimedDisks(DiskScanner disks, Function<String, Optional<String>> claim) implements DiskScanner {
    @Override
    public List<DiskInfo> scan() throws IOException {
        return disks.scan().stream().map(this::claimed).toList();
    }

    @Override
    public DiskInfo scan(String device) throws IOException {
        return claimed(disks.scan(device));
    }

    @Override
    public DiskInfo look(String device) throws IOException {
        return claimed(disks.look(device));
    }

    @Override
    public List<Path> devices() throws IOException {
        return disks.devices();
    }

    private DiskInfo claimed(DiskInfo disk) {
        Optional<String> why = claim.apply(disk.device());
        if (why.isEmpty()) {
            return disk;
        }
        List<String> inUse = new ArrayList<>(disk.inUse());
        inUse.add(why.get());
        return disk.usedBy(inUse);
    }
}
