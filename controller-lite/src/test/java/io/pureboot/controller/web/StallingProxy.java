package io.pureboot.controller.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Passes connections on to a port of this machine; told to stall, it keeps them open and passes nothing on. */
final class StallingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int to;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean stalled;

    StallingProxy(int to) {
        this.to = to;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "https://127.0.0.1:" + server.getLocalPort();
    }

    void stall(boolean on) {
        stalled = on;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = open(server.accept());
                Socket target = open(new Socket(InetAddress.getLoopbackAddress(), to));
                Thread.ofVirtual().start(() -> pump(client, target));
                Thread.ofVirtual().start(() -> pump(target, client));
            } catch (IOException e) {
                close();
            }
        }
    }

    private Socket open(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private void pump(Socket from, Socket into) {
        byte[] buffer = new byte[16 << 10];
        try (from;
                into) {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                while (stalled) {
                    LockSupport.parkNanos(20_000_000);
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // The other direction has ended: so does this one.
            sockets.remove(from);
        }
    }

    @Override
    public void close() {
        stalled = false;
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
