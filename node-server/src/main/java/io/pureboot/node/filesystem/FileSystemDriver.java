package io.pureboot.node.filesystem;

import java.io.IOException;
import java.util.Set;

/**
 * What is known of one family of file systems. A driver reads the file system's own metadata; it never mounts and never
 * writes.
 */
public interface FileSystemDriver {
    /** The names in {@code PartitionInfo.filesystem} this driver serves. */
    Set<String> names();

    /**
     * How full it is and how small it can get.
     *
     * @throws IOException when the metadata cannot be read or makes no sense
     */
    Usage usage(Volume volume) throws IOException;

    /**
     * The blocks that have to be copied, as bytes from the start of the volume; what lies behind the file system's own
     * end is not among them.
     *
     * @throws RawCopyException when the metadata is not clean or has a feature this driver does not know
     * @throws IOException when it cannot be read or makes no sense
     */
    UsedBlocks used(Volume volume) throws IOException;
}
