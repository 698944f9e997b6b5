package io.pureboot.node.disk;

import io.pureboot.protocol.disk.DiskInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Disks as they are once what was told to stop has let go of them: a scan right after a cancel would show them in use.
 *
 * @param settle waits for that, a few seconds at most
 */
public record SettledDisks(DiskScanner disks, Runnable settle) implements DiskScanner {
    @Override
    public List<DiskInfo> scan() throws IOException {
        settle.run();
        return disks.scan();
    }

    @Override
    public DiskInfo scan(String device) throws IOException {
        settle.run();
        return disks.scan(device);
    }

    @Override
    public DiskInfo look(String device) throws IOException {
        settle.run();
        return disks.look(device);
    }

    @Override
    public List<Path> devices() throws IOException {
        return disks.devices();
    }
}
