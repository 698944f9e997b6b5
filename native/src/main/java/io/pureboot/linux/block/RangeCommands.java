package io.pureboot.linux.block;

import io.pureboot.linux.libc.Errno;
import io.pureboot.linux.libc.ErrnoException;
import io.pureboot.linux.libc.Ioctl;
import io.pureboot.linux.libc.LibC;
import io.pureboot.linux.libc.NativeFile;
import java.util.Set;

/** Zeroing and discarding without moving data: ioctls of a block device, holes punched into an image file. */
final class RangeCommands {
    /** One call of this many bytes at most, so that a thread can be stopped between two. */
    private static final long PIECE = 1L << 30;

    private static final Set<Errno> NOT_OFFERED = Set.of(Errno.EOPNOTSUPP, Errno.ENOTTY, Errno.ENOSYS, Errno.EINVAL);

    private final NativeFile file;
    private final boolean blockDevice;

    RangeCommands(NativeFile file, boolean blockDevice) {
        this.file = file;
        this.blockDevice = blockDevice;
    }

    /** False when the device has no such command; part of the range may be zero already. */
    boolean zero(Extent range) throws ErrnoException {
        return inPieces(range, Ioctl.BLKZEROOUT);
    }

    boolean discard(Extent range) throws ErrnoException {
        return inPieces(range, Ioctl.BLKDISCARD);
    }

    private boolean inPieces(Extent range, Ioctl request) throws ErrnoException {
        try {
            for (long start = range.start(); start < range.end(); start += PIECE) {
                run(request, start, Math.min(PIECE, range.end() - start));
            }
            return true;
        } catch (ErrnoException e) {
            if (NOT_OFFERED.contains(e.errno())) {
                return false;
            }
            throw e;
        }
    }

    private void run(Ioctl request, long start, long length) throws ErrnoException {
        if (blockDevice) {
            LibC.ioctlRange(file.fd(), request, start, length);
        } else {
            LibC.fallocate(file.fd(), LibC.FALLOC_FL_PUNCH_HOLE | LibC.FALLOC_FL_KEEP_SIZE, start, length);
        }
    }

    /** Lets buffered readers (blkid, partclone) see what was written past the page cache. */
    void dropCache() throws ErrnoException {
        if (!blockDevice) {
            return;
        }
        try {
            LibC.ioctl(file.fd(), Ioctl.BLKFLSBUF, 0);
        } catch (ErrnoException e) {
            // Needs CAP_SYS_ADMIN; direct writes have invalidated the pages they touched anyway.
            if (e.errno() != Errno.EACCES && e.errno() != Errno.EPERM) {
                throw e;
            }
        }
    }
}
