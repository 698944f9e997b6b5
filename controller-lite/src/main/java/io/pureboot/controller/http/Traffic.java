package io.pureboot.controller.http;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.NetworkTrafficListener;

/** Counts the bytes on the wire, TLS and all: the proof that no disk passes through the controller. */
public final class Traffic implements NetworkTrafficListener {
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    @Override
    public void incoming(Socket socket, ByteBuffer bytes) {
        received.add(bytes.remaining());
    }

    @Override
    public void outgoing(Socket socket, ByteBuffer bytes) {
        sent.add(bytes.remaining());
    }

    public long received() {
        return received.sum();
    }

    public long sent() {
        return sent.sum();
    }
}
