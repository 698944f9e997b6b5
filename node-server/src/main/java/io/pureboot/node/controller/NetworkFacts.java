package io.pureboot.node.controller;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The addresses others reach this machine at, and the network card that identifies it. */
public final class NetworkFacts {
    private static final int HTTPS = 443;

    private final @Nullable String advertised;
    private final @Nullable String bound;
    private final @Nullable URI server;
    private final @Nullable String knownBy;

    /**
     * @param advertised address to name first, null to find out
     * @param bound the only address this machine is listened at, or null or a wildcard for all
     * @param server the controller, whose direction tells the right address, or null
     * @param knownBy MAC address the controller knows this machine by, in lower case, or null
     */
    public NetworkFacts(
            @Nullable String advertised, @Nullable String bound, @Nullable URI server, @Nullable String knownBy) {
        this.bound = bound == null || wildcard(bound) ? null : bound.replaceFirst("%.*", "");
        this.advertised = advertised;
        this.server = server;
        this.knownBy = knownBy;
    }

    /**
     * The best one first; link-local ones are left out. Besides an advertised one only the bound one, if there is one: at the
     * others nobody answers. Loopback only when there is nothing else or it was named.
     */
    public List<String> addresses() throws IOException {
        Set<String> addresses = new LinkedHashSet<>();
        if (advertised != null) {
            addresses.add(advertised);
        }
        if (bound != null) {
            addresses.add(bound);
            return List.copyOf(addresses);
        }
        towardsController().map(NetworkFacts::plain).ifPresent(addresses::add);
        for (NetworkInterface network : interfaces()) {
            network.inetAddresses()
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .sorted(Comparator.comparing(address -> address instanceof Inet6Address))
                    .map(NetworkFacts::plain)
                    .forEach(addresses::add);
        }
        if (addresses.isEmpty()) {
            addresses.add(Inet4Address.getLoopbackAddress().getHostAddress());
        }
        return List.copyOf(addresses);
    }

    /**
     * Of the card the controller knows this machine by, if it has that one; else of the card towards the controller, else
     * of the first card; null when the machine has none.
     */
    public @Nullable String macAddress() throws IOException {
        if (knownBy != null) {
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                if (knownBy.equals(mac(network))) {
                    return knownBy;
                }
            }
        }
        Optional<InetAddress> local = towardsController();
        if (local.isPresent()) {
            NetworkInterface network = NetworkInterface.getByInetAddress(local.get());
            String mac = network == null ? null : mac(network);
            if (mac != null) {
                return mac;
            }
        }
        for (NetworkInterface network : interfaces()) {
            String mac = mac(network);
            if (mac != null) {
                return mac;
            }
        }
        return null;
    }

    /** Connecting a datagram socket sends nothing; it only asks for the route. */
    private Optional<InetAddress> towardsController() {
        URI controller = server;
        if (controller == null) {
            return Optional.empty();
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            int port = controller.getPort() < 0 ? HTTPS : controller.getPort();
            socket.connect(new InetSocketAddress(controller.getHost(), port));
            InetAddress local = socket.getLocalAddress();
            return local.isAnyLocalAddress() ? Optional.empty() : Optional.of(local);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static List<NetworkInterface> interfaces() throws IOException {
        List<NetworkInterface> networks = new ArrayList<>();
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            if (network.isUp() && !network.isLoopback()) {
                networks.add(network);
            }
        }
        networks.sort(Comparator.comparingInt(NetworkInterface::getIndex));
        return networks;
    }

    private static @Nullable String mac(NetworkInterface network) throws IOException {
        byte[] address = network.getHardwareAddress();
        return address == null || address.length != 6
                ? null
                : HexFormat.ofDelimiter(":").formatHex(address);
    }

    private static boolean wildcard(String address) {
        try {
            return InetAddress.ofLiteral(address).isAnyLocalAddress();
        } catch (IllegalArgumentException e) {
            return false; // said when it is listened at
        }
    }

    private static String plain(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
