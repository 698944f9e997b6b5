package io.pureboot.linux.libc;

import java.nio.file.Path;
import jnr.ffi.LastError;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/** System calls on file descriptors. A failure is an {@link ErrnoException} naming call and argument. */
public final class LibC {
    public static final int O_RDONLY = 0;
    public static final int O_RDWR = 2;
    public static final int O_EXCL = 0x80;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_DSYNC = 0x1000;
    public static final int O_CLOEXEC = 0x80000;

    public static final int FALLOC_FL_KEEP_SIZE = 1;
    public static final int FALLOC_FL_PUNCH_HOLE = 2;

    private LibC() {}

    /** Opens with O_CLOEXEC added; the caller closes. */
    public static int open(Path path, int flags) throws ErrnoException {
        while (true) {
            int fd = CLibrary.INSTANCE.open(path.toString(), flags | O_CLOEXEC, 0);
            if (fd >= 0) {
                return fd;
            }
            int errno = lastErrno();
            if (errno != Errno.EINTR.number()) {
                throw new ErrnoException("open(" + path + ")", errno);
            }
        }
    }

    public static void close(int fd) throws ErrnoException {
        // Linux has released the descriptor even when close reports EINTR: never retried.
        if (CLibrary.INSTANCE.close(fd) != 0 && lastErrno() != Errno.EINTR.number()) {
            throw new ErrnoException("close(" + fd + ")", lastErrno());
        }
    }

    /** Makes {@code replaced} mean the same open file as {@code fd}; what it was is closed. */
    public static void replace(int replaced, int fd) throws ErrnoException {
        check(CLibrary.INSTANCE.dup3(fd, replaced, O_CLOEXEC), "dup3", fd);
    }

    /** An ioctl whose argument is a number. */
    public static void ioctl(int fd, Ioctl request, long argument) throws ErrnoException {
        check(CLibrary.INSTANCE.ioctl(fd, request.number(), argument), request.name(), fd);
    }

    /** An ioctl that fills in 8 bytes. */
    public static long ioctlLong(int fd, Ioctl request) throws ErrnoException {
        Pointer out = Memory.allocateDirect(CLibrary.RUNTIME, 8, true);
        check(CLibrary.INSTANCE.ioctl(fd, request.number(), out), request.name(), fd);
        return out.getLong(0);
    }

    /** An ioctl that fills in 4 bytes. */
    public static int ioctlInt(int fd, Ioctl request) throws ErrnoException {
        Pointer out = Memory.allocateDirect(CLibrary.RUNTIME, 8, true);
        check(CLibrary.INSTANCE.ioctl(fd, request.number(), out), request.name(), fd);
        return out.getInt(0);
    }

    /** An ioctl that takes two 8-byte numbers: start and length. */
    public static void ioctlRange(int fd, Ioctl request, long start, long length) throws ErrnoException {
        Pointer range = Memory.allocateDirect(CLibrary.RUNTIME, 16);
        range.putLong(0, start);
        range.putLong(8, length);
        check(CLibrary.INSTANCE.ioctl(fd, request.number(), range), request.name(), fd);
    }

    public static void fallocate(int fd, int mode, long offset, long length) throws ErrnoException {
        check(CLibrary.INSTANCE.fallocate(fd, mode, offset, length), "fallocate", fd);
    }

    static void check(int result, String call, int fd) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call + " on descriptor " + fd, lastErrno());
        }
    }

    static int lastErrno() {
        return LastError.getLastError(CLibrary.RUNTIME);
    }
}
