package io.pureboot.node.session;

import io.pureboot.linux.sysfs.DiskWrites;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** Notices when anybody writes to a disk that is being read as the source of a clone. */
final class SourceWatch {
    private final String device;
    private final DiskWrites writes;
    private final OptionalLong before;

    private SourceWatch(String device, DiskWrites writes) {
        this.device = device;
        this.writes = writes;
        this.before = writes.bytes();
    }

    /** From now on; what others wrote earlier is put on the disk first, so that it does not count later. */
    static SourceWatch begin(String device) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(device), StandardOpenOption.READ)) {
            channel.force(true);
        }
        return new SourceWatch(device, DiskWrites.onThisMachine(device));
    }

    /** @throws ProblemException DEVICE_BUSY when something was written */
    void check() {
        OptionalLong now = writes.bytes();
        if (before.isPresent() && now.isPresent() && now.getAsLong() != before.getAsLong()) {
            throw new ProblemException(
                    ProblemType.DEVICE_BUSY,
                    "The source disk " + device + " was written to while it was cloned ("
                            + (now.getAsLong() - before.getAsLong()) + " bytes): the copy would be of no one moment."
                            + " Find what writes to it (a mount, a virtual machine), end that and start the clone"
                            + " again.");
        }
    }
}
