package io.pureboot.vm;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A network for emulated machines with no way out: they connect to it over the loopback, each frame after its length in
 * four bytes, which is how QEMU's "socket" networks speak. A frame for a machine that takes none, because its card is off
 * or it is too busy, is dropped once enough of them wait, as a switch of metal does: no machine holds up the others.
 */
public final class EthernetSwitch implements Closeable {
    private static final int HEADER = 14;
    private static final int LONGEST = 1 << 17;
    /** More than a TCP connection has under way: what is lost in the middle of one costs a boot ROM seconds. */
    private static final int WAITING = 8192;

    private final ServerSocket door;
    private final List<Port> ports = new CopyOnWriteArrayList<>();
    private final Map<Long, Port> learnt = new HashMap<>();

    private EthernetSwitch(ServerSocket door) {
        this.door = door;
    }

    /** Starts it at a free port of the loopback. */
    public static EthernetSwitch start() throws IOException {
        EthernetSwitch made = new EthernetSwitch(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().daemon().name("switch").start(made::accept);
        return made;
    }

    public int port() {
        return door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                socket.setTcpNoDelay(true);
                Port port = new Port(socket);
                ports.add(port);
                Thread.ofPlatform().daemon().name("switch in").start(() -> forward(port));
                Thread.ofPlatform().daemon().name("switch out").start(port::deliver);
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void forward(Port from) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(from.socket.getInputStream(), LONGEST))) {
            while (true) {
                int length = in.readInt();
                if (length < HEADER || length > LONGEST) {
                    return;
                }
                byte[] frame = new byte[4 + length];
                ByteBuffer.wrap(frame).putInt(length);
                in.readFully(frame, 4, length);
                deliver(from, frame);
            }
        } catch (IOException e) {
            // the machine is off
        } finally {
            ports.remove(from);
            from.close();
        }
    }

    private void deliver(Port from, byte[] frame) {
        Port to;
        synchronized (learnt) {
            learnt.put(address(frame, 10), from);
            boolean toMany = (frame[4] & 1) != 0;
            to = toMany ? null : learnt.get(address(frame, 4));
        }
        if (to != null && ports.contains(to)) {
            to.send(frame);
            return;
        }
        for (Port port : ports) {
            if (port != from) {
                port.send(frame);
            }
        }
    }

    private static long address(byte[] frame, int offset) {
        long address = 0;
        for (int i = 0; i < 6; i++) {
            address = address << 8 | frame[offset + i] & 0xff;
        }
        return address;
    }

    @Override
    public void close() throws IOException {
        door.close();
        ports.forEach(Port::close);
    }

    private static final class Port {
        private final Socket socket;
        private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING);

        Port(Socket socket) {
            this.socket = socket;
        }

        @SuppressWarnings("ResultOfMethodCallIgnored") // no room: dropped
        void send(byte[] frame) {
            waiting.offer(frame);
        }

        void deliver() {
            try (OutputStream out = new BufferedOutputStream(socket.getOutputStream(), LONGEST)) {
                while (!socket.isClosed()) {
                    byte[] frame = waiting.poll(1, TimeUnit.SECONDS);
                    if (frame != null) {
                        out.write(frame);
                    }
                    if (waiting.isEmpty()) {
                        out.flush();
                    }
                }
            } catch (IOException e) {
                // the machine is off
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
        }

        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                // it is gone either way
            }
        }
    }
}
