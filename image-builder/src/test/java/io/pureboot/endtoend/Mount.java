package io.pureboot.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system mounted for as long as this is open. */
final class Mount implements AutoCloseable {
    private final Path folder;

    private Mount(Path folder) {
        this.folder = folder;
    }

    /** @param mount the mount command and its options; device and folder are appended */
    static Mount of(Path device, Object... mount) throws IOException {
        Path folder = Files.createTempDirectory("pureboot-mount");
        List<Object> argv = new ArrayList<>(List.of(mount));
        argv.add(device);
        argv.add(folder);
        try {
            Tool.run(argv.toArray());
        } catch (IOException e) {
            Files.delete(folder);
            throw e;
        }
        return new Mount(folder);
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        Tool.run("umount", folder);
        Files.delete(folder);
    }
}
