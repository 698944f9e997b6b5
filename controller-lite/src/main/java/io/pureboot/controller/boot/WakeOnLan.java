package io.pureboot.controller.boot;

import io.pureboot.controller.node.Nodes;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns machines on: the magic packet, on every network this one is in. */
public final class WakeOnLan {
    private static final int PORT = 9;

    private final Nodes nodes;

    public WakeOnLan(Nodes nodes) {
        this.nodes = nodes;
    }

    /** Sends it; whether the machine obeys is up to its firmware. A 409 or 503 with the reason when it cannot be sent. */
    public void wake(String nodeId) throws IOException {
        String mac = nodes.get(nodeId).machine().macAddress();
        if (mac == null) {
            throw new ProblemException(
                    ProblemType.NODE_STATE, "The MAC address of this node is not known: it cannot be woken.");
        }
        send(
                packet(mac),
                NetworkInterface.networkInterfaces()
                        .flatMap(card -> card.getInterfaceAddresses().stream())
                        .flatMap(own -> Stream.ofNullable(
                                broadcast(own.getAddress(), own.getNetworkPrefixLength(), own.getBroadcast())))
                        .distinct()
                        .toList());
    }

    /**
     * Where a packet for all machines of a network goes, null where there is no such address. A card that was given none is
     * said to have 0.0.0.0, which would be this machine itself.
     */
    static @Nullable InetAddress broadcast(InetAddress own, int prefix, @Nullable InetAddress told) {
        if (told == null || !told.isAnyLocalAddress()) {
            return told;
        }
        int hosts = 32 - prefix;
        if (hosts < 2 || hosts > 31) {
            return null;
        }
        int all = ByteBuffer.wrap(own.getAddress()).getInt() | ((1 << hosts) - 1);
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(all).array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A 503 with the reason when it went out on none of the networks. */
    static void send(byte[] packet, List<InetAddress> networks) throws IOException {
        if (networks.isEmpty()) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "This controller is in no network to send the packet to: connect it to that of the machine.");
        }
        IOException failure = null;
        int sent = 0;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setBroadcast(true);
            for (InetAddress network : networks) {
                try {
                    socket.send(new DatagramPacket(packet, packet.length, network, PORT));
                    sent++;
                } catch (IOException e) {
                    failure = e;
                }
            }
        }
        if (sent == 0 && failure != null) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "The packet could not be sent: " + failure.getMessage() + ".");
        }
    }

    /** Six times 255, then the address sixteen times. */
    static byte[] packet(String mac) {
        byte[] packet = new byte[6 + 16 * 6];
        String[] bytes = mac.split("[:-]");
        for (int i = 0; i < packet.length; i++) {
            packet[i] = i < 6 ? (byte) 0xff : (byte) Integer.parseInt(bytes[i % 6], 16);
        }
        return packet;
    }
}
