package io.pureboot.controller.boot;

import io.pureboot.controller.node.Nodes;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.List;

/** Turns machines on: the magic packet, on every network this one is in. */
public final class WakeOnLan {
    private static final int PORT = 9;

    private final Nodes nodes;

    public WakeOnLan(Nodes nodes) {
        this.nodes = nodes;
    }

    /** Sends it; whether the machine obeys is up to its firmware. */
    public void wake(String nodeId) throws IOException {
        String mac = nodes.get(nodeId).machine().macAddress();
        if (mac == null) {
            throw new ProblemException(
                    ProblemType.NODE_STATE, "The MAC address of this node is not known: it cannot be woken.");
        }
        byte[] packet = packet(mac);
        List<InetAddress> networks = NetworkInterface.networkInterfaces()
                .flatMap(card -> card.getInterfaceAddresses().stream())
                .map(InterfaceAddress::getBroadcast)
                .filter(java.util.Objects::nonNull)
                .toList();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setBroadcast(true);
            for (InetAddress network : networks) {
                socket.send(new DatagramPacket(packet, packet.length, network, PORT));
            }
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
