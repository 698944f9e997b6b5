package io.pureboot.node.session;

import io.pureboot.node.transfer.SourceDescription;
import io.pureboot.protocol.ByteSize;
import io.pureboot.protocol.disk.DiskContents;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What has to be true of a disk before it is read or overwritten. Each throws a problem that says what is wrong. */
final class DiskChecks {
    /** Another one at each start of a machine, the same in all its containers. */
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private DiskChecks() {}

    static void isTheOneMeant(DiskInfo disk, @Nullable DiskIdentity meant) {
        if (meant != null && !disk.identity().matches(meant)) {
            throw new ProblemException(
                    ProblemType.DEVICE_CHANGED,
                    disk.device() + " is " + text(disk.identity()) + " now, the session is about " + text(meant)
                            + ". Scan the disks again and make a new session.");
        }
    }

    /** @param then what it held when it was chosen; null when that does not matter */
    static void holdsWhatItHeld(DiskInfo disk, @Nullable DiskContents then) {
        if (then != null) {
            then.require(disk);
        }
    }

    static void isFree(DiskInfo disk) {
        if (!disk.inUse().isEmpty()) {
            throw new ProblemException(
                    ProblemType.DEVICE_BUSY,
                    disk.device() + " is in use: " + String.join("; ", disk.inUse())
                            + ". Unmount or release it and start again.");
        }
    }

    static void isWritable(DiskInfo disk) {
        if (disk.readOnly()) {
            throw new ProblemException(
                    ProblemType.DEVICE_BUSY, disk.device() + " is write-protected: it cannot be a target.");
        }
    }

    static void isUnchanged(DiskInfo before, DiskInfo now) {
        isFree(now);
        if (!before.fingerprint().equals(now.fingerprint())) {
            throw new ProblemException(
                    ProblemType.TABLE_CHANGED,
                    "The partition table of " + now.device() + " was changed in the meantime. Start the clone again.");
        }
    }

    /** Which running kernel has the disk, and its name there; null when the kernel does not say who it is. */
    static @Nullable String place(DiskInfo disk) {
        try {
            return Files.readString(BOOT_ID).strip() + " " + disk.device();
        } catch (IOException e) {
            return null;
        }
    }

    /** Shared storage shows one disk to several machines, and one machine may run several nodes. */
    static void isNotTheSource(DiskInfo target, SourceDescription source) {
        boolean samePlace = source.place() != null && source.place().equals(place(target));
        if (samePlace || target.identity().sameDisk(source.identity())) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The target " + target.device() + " is the source disk itself, " + text(source.identity())
                            + ", reached by two nodes. Choose another target.");
        }
    }

    static void isLargeEnough(DiskInfo target, SourceDescription source) {
        if (target.sizeBytes() < source.sizeBytes()) {
            throw new ProblemException(
                    ProblemType.TARGET_TOO_SMALL,
                    "The target " + target.device() + " has " + size(target.sizeBytes()) + ", the source has "
                            + size(source.sizeBytes())
                            + ". Choose a target of at least that size, or shrink the source's last partitions first.");
        }
    }

    static void hasSameSectors(DiskInfo target, SourceDescription source) {
        boolean table = !source.partitionTable().equals("unknown")
                || !source.partitions().isEmpty();
        if (table && target.logicalSectorSize() != source.logicalSectorSize()) {
            throw new ProblemException(
                    ProblemType.PLAN_REJECTED,
                    "The source has sectors of " + source.logicalSectorSize() + " bytes, the target "
                            + target.device() + " of " + target.logicalSectorSize()
                            + ": its partition table counts in sectors and would be wrong there. Use a target with the"
                            + " same sector size (some disks can be switched with their maker's tool).");
        }
    }

    private static String text(DiskIdentity identity) {
        return "a disk of " + size(identity.sizeBytes()) + ", "
                + (identity.model() == null ? "no model" : "model " + identity.model()) + ", "
                + (identity.serial() == null ? "no serial number" : "serial number " + identity.serial())
                + (identity.wwn() == null ? "" : ", WWN " + identity.wwn());
    }

    private static String size(long bytes) {
        return bytes + " bytes (" + ByteSize.human(bytes) + ")";
    }
}
