package io.pureboot.node.filesystem;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Changes file systems of one family. {@code device} is a partition's node that nobody uses. Every method may be
 * called again after it was cut off: doing what is done already changes nothing. Sizes in bytes. An IOException says
 * what failed and what the tool said.
 */
public interface FileSystemEditor {
    /** Makes a new, empty one. What was there is lost. */
    void make(String device, @Nullable String label) throws IOException;

    /** Repairs what can be repaired without a doubt, such as a journal to replay; throws when more is wrong. */
    void check(String device) throws IOException;

    /** Makes it at most {@code size} bytes; the partition is still larger. */
    void shrink(String device, long size) throws IOException;

    /** Makes it fill the partition. */
    void grow(String device) throws IOException;

    /** The same while it is mounted. */
    default void growMounted(String device, String mountpoint) throws IOException {
        throw new IOException(device + " cannot grow while it is mounted at " + mountpoint + ": unmount it first.");
    }
}
