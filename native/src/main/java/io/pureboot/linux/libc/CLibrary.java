package io.pureboot.linux.libc;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * The C functions bound; {@code long} is off_t, size_t and ioctl's request (LP64). Public only because jnr-ffi's class
 * loader asks for it: use {@link LibC}.
 */
public interface CLibrary {
    CLibrary INSTANCE = LibraryLoader.create(CLibrary.class).failImmediately().load("c");
    Runtime RUNTIME = Runtime.getRuntime(INSTANCE);

    int open(String path, int flags, int mode);

    int close(int fd);

    int dup3(int fd, int replaced, int flags);

    int ioctl(int fd, long request, Pointer argument);

    int ioctl(int fd, long request, long argument);

    int fallocate(int fd, int mode, long offset, long length);
}
