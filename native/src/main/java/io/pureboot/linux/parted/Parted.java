package io.pureboot.linux.parted;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The loaded library, its one lock and its one exception handler. libparted keeps a global list of devices, so one
 * thread at a time is inside, from opening a disk to closing it.
 */
final class Parted {
    private static final ReentrantLock LOCK = new ReentrantLock(true);
    private static final long PATIENCE_SECONDS = 120;
    private static @Nullable Parted loaded;

    private final LibParted library;
    /** Kept here because the library only has a C pointer to it: collected, the next question would crash. */
    private final LibParted.ExceptionHandler handler;

    private final List<String> messages = new ArrayList<>();
    private boolean backupNotAtEnd;

    private Parted() {
        library = LibraryLoader.create(LibParted.class).load("libparted.so.2");
        handler = this::answer;
        library.ped_exception_set_handler(handler);
    }

    /**
     * Takes the library for the calling thread, which must {@link #release} it.
     *
     * @throws PartedException when another thread keeps it for minutes, or libparted is not installed
     */
    static Parted acquire() throws PartedException {
        try {
            if (LOCK.isHeldByCurrentThread() || !LOCK.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new PartedException("another partition table is being worked on", List.of("try again later"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartedException("interrupted while waiting for libparted", List.of("try again"));
        }
        try {
            Parted parted = loaded == null ? new Parted() : loaded;
            loaded = parted;
            parted.forget();
            return parted;
        } catch (UnsatisfiedLinkError e) {
            LOCK.unlock();
            throw new PartedException("libparted.so.2 is not installed (package libparted2)", List.of("" + e));
        }
    }

    void release() {
        LOCK.unlock();
    }

    LibParted library() {
        return library;
    }

    private int answer(Pointer exception) {
        String message = exception.getPointer(Layout.EXCEPTION_MESSAGE).getString(0);
        int options = exception.getInt(Layout.EXCEPTION_OPTIONS);
        messages.add(message);
        backupNotAtEnd |= ExceptionPolicy.backupNotAtEnd(message);
        return ExceptionPolicy.answer(message, options);
    }

    /** What was said since the last call of {@link #forget}. */
    List<String> messages() {
        return List.copyOf(messages);
    }

    boolean backupNotAtEnd() {
        return backupNotAtEnd;
    }

    void forget() {
        messages.clear();
        backupNotAtEnd = false;
    }

    /** Turns a 0 of the library into an exception with all it said. */
    void require(int result, String what) throws PartedException {
        if (result == 0) {
            throw failure(what);
        }
    }

    Pointer require(@Nullable Pointer result, String what) throws PartedException {
        if (result == null) {
            throw failure(what);
        }
        return result;
    }

    PartedException failure(String what) {
        PartedException failure = new PartedException(what, messages());
        forget();
        return failure;
    }
}
