package io.pureboot.linux.libc;

import java.nio.file.Path;

/** An open file descriptor with its path; not for concurrent close. */
public final class NativeFile implements AutoCloseable {
    private final Path path;
    private final int fd;
    private boolean closed;

    private NativeFile(Path path, int fd) {
        this.path = path;
        this.fd = fd;
    }

    /** @param flags of {@link LibC}; O_CLOEXEC is added */
    public static NativeFile open(Path path, int flags) throws ErrnoException {
        return new NativeFile(path, LibC.open(path, flags));
    }

    public int fd() {
        return fd;
    }

    public Path path() {
        return path;
    }

    /** A path to this very open file, whatever {@link #path()} names by then. */
    public Path procPath() {
        return Path.of("/proc/self/fd/" + fd);
    }

    @Override
    public synchronized void close() throws ErrnoException {
        if (!closed) {
            closed = true;
            LibC.close(fd);
        }
    }
}
