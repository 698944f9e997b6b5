package io.pureboot.linux.libc;

import java.io.IOException;

/** A system call failed; the message names the call, what it was about and the error. */
public class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int number;

    /**
     * @param call such as {@code open(/dev/sda)}
     * @param number errno
     */
    public ErrnoException(String call, int number) {
        super(call + ": " + describe(number));
        this.number = number;
    }

    public Errno errno() {
        return Errno.of(number);
    }

    public int number() {
        return number;
    }

    private static String describe(int number) {
        Errno errno = Errno.of(number);
        return errno.text() + " (" + (errno == Errno.OTHER ? "errno " + number : errno.name()) + ")";
    }
}
