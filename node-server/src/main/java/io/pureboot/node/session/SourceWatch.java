package io.pureboot.node.session;

import io.pureboot.linux.sysfs.DiskWrites;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.PartitionNote;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
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
    static SourceWatch begin(String device, DiskWrites writes) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(device), StandardOpenOption.READ)) {
            channel.force(true);
        }
        return new SourceWatch(device, writes);
    }

    /** What to tell people when it notices nothing, because the kernel does not count the writes to this disk. */
    Optional<PartitionNote> note() {
        return before.isPresent()
                ? Optional.empty()
                : Optional.of(new PartitionNote(
                        0,
                        null,
                        PartitionNote.UNWATCHED,
                        "The kernel of the source does not count what is written to " + device
                                + ": nobody would notice if something were while it is cloned.",
                        0));
    }

    /** @throws ProblemException DEVICE_BUSY when something was written, DEVICE_IO when that cannot be told any more */
    void check() {
        if (before.isEmpty()) {
            return;
        }
        OptionalLong now = writes.bytes();
        if (now.isEmpty()) {
            throw new ProblemException(
                    ProblemType.DEVICE_IO,
                    "The kernel no longer tells what is written to the source disk " + device
                            + ": has it been taken out? Start the clone again when it is back.");
        }
        if (now.getAsLong() != before.getAsLong()) {
            throw new ProblemException(
                    ProblemType.DEVICE_BUSY,
                    "The source disk " + device + " was written to while it was cloned ("
                            + (now.getAsLong() - before.getAsLong()) + " bytes): the copy would be of no one moment."
                            + " Find what writes to it (a mount, a virtual machine), end that and start the clone"
                            + " again.");
        }
    }
}
