package io.pureboot.protocol.javalin;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Starts a server so that a port that cannot be had is one line for people. */
public final class Listening {
    private Listening() {}

    /**
     * @param bind address asked for, null or empty for all
     * @param port asked for, and the option that asks for it: both are named
     * @throws IOException one line when the port is taken, or the address is none of this machine's; nothing runs then
     */
    public static void start(Javalin javalin, @Nullable String bind, int port, String option, Runnable start)
            throws IOException {
        // Javalin would log a failure of its own first.
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(
                    bind == null || bind.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(bind, port));
        } catch (BindException e) {
            throw refused(e, port, option);
        }
        try {
            start.run();
        } catch (RuntimeException e) {
            javalin.stop();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException taken) {
                    throw refused(taken, port, option);
                }
            }
            throw e;
        }
    }

    private static IOException refused(BindException failure, int port, String option) {
        String reason = String.valueOf(failure.getMessage());
        return new IOException(
                reason.contains("in use")
                        ? "port " + port + " is taken by another program on this machine: end it, or take another port"
                                + " with " + option
                        : "cannot listen on port " + port + ": " + reason,
                failure);
    }
}
