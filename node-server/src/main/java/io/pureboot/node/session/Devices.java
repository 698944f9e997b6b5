package io.pureboot.node.session;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.sysfs.DiskWrites;
import java.io.IOException;
import java.nio.file.Path;

/** Opens the disks of a session. */
public interface Devices {
    /** For reading only. */
    BlockDevice source(String device) throws IOException;

    /** For reading and writing, with everybody else kept off. */
    BlockDevice target(String device) throws IOException;

    /** How much is written to a disk, by whomever. */
    default DiskWrites writes(String device) throws IOException {
        return DiskWrites.onThisMachine(device);
    }

    /** The machine's own. */
    static Devices direct() {
        return new Devices() {
            @Override
            public BlockDevice source(String device) throws IOException {
                return DirectBlockDevice.openReadOnly(Path.of(device));
            }

            @Override
            public BlockDevice target(String device) throws IOException {
                return DirectBlockDevice.openExclusive(Path.of(device));
            }
        };
    }
}
