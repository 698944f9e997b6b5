package io.pureboot.protocol.javalin;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.BindException;

/** Starts a server so that a port that cannot be had is one line for people. */
public final class Listening {
    private Listening() {}

    /**
     * @param port asked for, to name it
     * @throws IOException one line when the port is taken, or the address is none of this machine's; nothing runs then
     */
    public static void start(Javalin javalin, int port, Runnable start) throws IOException {
        try {
            start.run();
        } catch (RuntimeException e) {
            javalin.stop();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    String reason = String.valueOf(cause.getMessage());
                    throw new IOException(
                            reason.contains("in use")
                                    ? "port " + port + " is taken by another program on this machine"
                                    : "cannot listen on port " + port + ": " + reason,
                            e);
                }
            }
            throw e;
        }
    }
}
