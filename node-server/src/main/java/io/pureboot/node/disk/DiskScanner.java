package io.pureboot.node.disk;

import io.pureboot.protocol.disk.DiskInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Finds disks and describes them. Opens read-only, mounts nothing. */
public interface DiskScanner {
    /** Every disk this node may touch, in name order. A disk that cannot be read is listed with a warning. */
    List<DiskInfo> scan() throws IOException;

    /**
     * One disk, freshly read.
     *
     * @param device {@code /dev/sda} or {@code sda}
     * @throws io.pureboot.protocol.problem.ProblemException NOT_FOUND when there is no such disk, or it is not among
     *     those this node may touch
     */
    DiskInfo scan(String device) throws IOException;

    /**
     * One disk, freshly read, without what takes its file systems' tools long to tell: how much they use and how small
     * they can get. What it is, its table, what the partitions hold and who uses it are as in {@link #scan(String)}.
     *
     * @throws io.pureboot.protocol.problem.ProblemException as {@link #scan(String)}
     */
    default DiskInfo look(String device) throws IOException {
        return scan(device);
    }

    /** The devices of every disk this node may touch. */
    default List<Path> devices() throws IOException {
        return scan().stream().map(disk -> Path.of(disk.device())).toList();
    }
}
