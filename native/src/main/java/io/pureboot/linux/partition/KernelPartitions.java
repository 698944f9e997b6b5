package io.pureboot.linux.partition;

import io.pureboot.linux.block.Extent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the kernel believes a disk's partitions to be; the table on the disk is not touched. Extents in bytes from the
 * start of the disk, multiples of its sector size. A change shows in /dev and /sys when the call returns.
 */
public interface KernelPartitions {
    /** @throws IOException when the number is taken, or the range overlaps another or passes the end */
    void add(Path disk, int number, Extent extent) throws IOException;

    /**
     * False when the kernel knows no such partition.
     *
     * @throws io.pureboot.linux.block.DeviceBusyException when somebody has it open or mounted
     */
    boolean delete(Path disk, int number) throws IOException;

    /**
     * Gives a partition a new length; its start stays. The kernel does this to a mounted one too.
     *
     * @throws io.pureboot.linux.block.DeviceBusyException when it would become smaller while mounted, swap or held
     */
    void resize(Path disk, int number, Extent extent) throws IOException;

    /**
     * Makes the kernel's view the given one with as few changes as possible: what is right already stays, even while
     * in use.
     *
     * @param wanted by partition number
     * @throws IOException when some partition cannot be changed; the others may have been
     */
    void update(Path disk, Map<Integer, Extent> wanted) throws IOException;
}
