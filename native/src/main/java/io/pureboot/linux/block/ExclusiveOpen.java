package io.pureboot.linux.block;

import io.pureboot.linux.libc.Errno;
import io.pureboot.linux.libc.ErrnoException;
import io.pureboot.linux.libc.LibC;
import io.pureboot.linux.libc.NativeFile;
import java.io.IOException;
import java.nio.file.Path;

/** Opens a device with errors a person can act on. */
public final class ExclusiveOpen {
    private ExclusiveOpen() {}

    static NativeFile open(Path path, int flags) throws IOException {
        try {
            return NativeFile.open(path, flags);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EBUSY) {
                throw new DeviceBusyException(path.toString());
            }
            throw e;
        }
    }

    /**
     * Whether somebody holds the device exclusively now, found by trying; nothing is changed.
     *
     * @throws IOException when the device cannot be opened for another reason
     */
    public static boolean isHeld(Path device) throws IOException {
        try (NativeFile probe = NativeFile.open(device, LibC.O_RDONLY | LibC.O_EXCL)) {
            return probe.fd() < 0;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EBUSY) {
                return true;
            }
            throw e;
        }
    }
}
