package io.pureboot.linux.libc;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import jnr.constants.platform.Errno;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Secrets in the kernel's keyring of the calling user ({@code @u}): unswappable kernel memory that outlives the process
 * and ends with the machine's uptime. Only this user's processes can read them. A payload holds at most
 * {@value #MAX_PAYLOAD} bytes.
 *
 * <p>Each call joins the user keyring to the calling thread's session first: without that link a process started by a
 * service manager may write a key it can never read back.
 */
public final class KernelKeyring {
    public static final int MAX_PAYLOAD = 32767;

    private static final int SESSION_KEYRING = -3;
    private static final int USER_KEYRING = -4;
    private static final int LINK = 8;
    private static final int UNLINK = 9;
    private static final int SEARCH = 10;
    private static final int READ = 11;
    private static final int SET_TIMEOUT = 15;
    private static final String TYPE = "user";

    private static final int NO_KEY = 126;
    private static final int KEY_EXPIRED = 127;
    private static final int KEY_REVOKED = 128;

    private final Syscalls libc = LibraryLoader.create(Syscalls.class).load("c");
    private final Runtime runtime = Runtime.getRuntime(libc);
    private final long addKeyNumber;
    private final long keyctlNumber;

    /**
     * The C library's {@code syscall(2)}; the key calls have no wrapper of their own there. Seven arguments although six
     * are used: with exactly six integers jffi 1.4.3 takes a fast path that hands on garbage as the sixth.
     */
    public interface Syscalls {
        long syscall(long number, long a, long b, long c, long d, long e, long unused);
    }

    public KernelKeyring() {
        String arch = System.getProperty("os.arch", "");
        boolean arm = arch.equals("aarch64");
        if (!arm && !arch.equals("amd64")) {
            throw new UnsupportedOperationException("key calls are only known for amd64 and aarch64, not " + arch);
        }
        addKeyNumber = arm ? 217 : 248;
        keyctlNumber = arm ? 219 : 250;
    }

    /** Adds the secret, or replaces the one of the same description. It is forgotten after {@code lifetime}. */
    public void put(String description, byte[] secret, Duration lifetime) throws IOException {
        if (secret.length == 0 || secret.length > MAX_PAYLOAD) {
            throw new IOException("a key holds 1 to " + MAX_PAYLOAD + " bytes, not " + secret.length);
        }
        joinUserKeyring();
        Pointer type = text(TYPE);
        Pointer name = text(description);
        Pointer payload = Memory.allocateDirect(runtime, secret.length);
        payload.put(0, secret, 0, secret.length);
        long id = libc.syscall(
                addKeyNumber, type.address(), name.address(), payload.address(), secret.length, USER_KEYRING, 0);
        int errno = LastError.getLastError(runtime);
        payload.setMemory(0, secret.length, (byte) 0);
        Reference.reachabilityFence(type);
        Reference.reachabilityFence(name);
        check(id, errno, "add_key " + description);
        long seconds = Math.clamp(lifetime.toSeconds(), 1, Integer.MAX_VALUE);
        keyctl("set_timeout " + description, SET_TIMEOUT, id, seconds, 0);
    }

    /** The secret, or empty when there is none or it has run out. */
    public Optional<byte[]> get(String description) throws IOException {
        OptionalLong id = find(description);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Pointer buffer = Memory.allocateDirect(runtime, MAX_PAYLOAD);
        long length = keyctl("read " + description, READ, id.getAsLong(), buffer.address(), MAX_PAYLOAD);
        byte[] secret = new byte[(int) Math.min(length, MAX_PAYLOAD)];
        buffer.get(0, secret, 0, secret.length);
        buffer.setMemory(0, secret.length, (byte) 0);
        return Optional.of(secret);
    }

    /** Forgets the secret; nothing happens when there is none. */
    public void remove(String description) throws IOException {
        OptionalLong id = find(description);
        if (id.isPresent()) {
            keyctl("unlink " + description, UNLINK, id.getAsLong(), USER_KEYRING, 0);
        }
    }

    private OptionalLong find(String description) throws IOException {
        joinUserKeyring();
        Pointer type = text(TYPE);
        Pointer name = text(description);
        long id = libc.syscall(keyctlNumber, SEARCH, USER_KEYRING, type.address(), name.address(), 0, 0);
        int errno = LastError.getLastError(runtime);
        Reference.reachabilityFence(type);
        Reference.reachabilityFence(name);
        if (id < 0 && (errno == NO_KEY || errno == KEY_EXPIRED || errno == KEY_REVOKED)) {
            return OptionalLong.empty();
        }
        check(id, errno, "keyctl search " + description);
        return OptionalLong.of(id);
    }

    private void joinUserKeyring() throws IOException {
        keyctl("link", LINK, USER_KEYRING, SESSION_KEYRING, 0);
    }

    private long keyctl(String what, int operation, long first, long second, long third) throws IOException {
        long result = libc.syscall(keyctlNumber, operation, first, second, third, 0, 0);
        check(result, LastError.getLastError(runtime), "keyctl " + what);
        return result;
    }

    private Pointer text(String value) {
        byte[] bytes = (value + "\0").getBytes(StandardCharsets.UTF_8);
        Pointer pointer = Memory.allocateDirect(runtime, bytes.length);
        pointer.put(0, bytes, 0, bytes.length);
        return pointer;
    }

    private static void check(long result, int errno, String call) throws IOException {
        if (result < 0) {
            throw new IOException(call + " failed: " + Errno.valueOf(errno) + " (errno " + errno + ")");
        }
    }
}
