package io.pureboot.node.filesystem;

import io.pureboot.protocol.disk.DiskInfo;
import java.io.IOException;

/** Says what of a disk is used. */
public interface ExtentMapper {
    /**
     * Maps a disk that nobody uses.
     *
     * @throws IOException when the disk itself cannot be read; a file system that cannot be mapped is copied raw and
     *     noted, never an exception
     */
    UsedMap map(DiskInfo disk) throws IOException;
}
