package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mounted file system answers for itself: what lies on the medium may be older. */
final class Mounted {
    private Mounted() {}

    static long used(String mountpoint) throws IOException {
        FileStore store = Files.getFileStore(Path.of(mountpoint));
        return store.getTotalSpace() - store.getUnallocatedSpace();
    }

    static String excuse(String mountpoint) {
        return "It is mounted at " + mountpoint + ": unmount it first.";
    }
}
