package io.pureboot.node.disk;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network card that is up.
 *
 * @param mac lower case with colons
 * @param addresses IPv4 first, without zone
 */
record NetworkCard(String name, String mac, List<String> addresses) {
    private static final Logger log = LoggerFactory.getLogger(NetworkCard.class);

    /** Those with an address first. */
    static List<NetworkCard> inUse() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(NetworkCard::real)
                    .map(NetworkCard::of)
                    .sorted(Comparator.comparing(
                                    (NetworkCard card) -> card.addresses().isEmpty())
                            .thenComparing(NetworkCard::name))
                    .toList();
        } catch (SocketException e) {
            log.warn("the network cards cannot be listed", e);
            return List.of();
        }
    }

    private static boolean real(NetworkInterface card) {
        try {
            return card.isUp() && !card.isLoopback() && card.getHardwareAddress() != null;
        } catch (SocketException e) {
            log.debug("{} has gone", card.getName(), e);
            return false;
        }
    }

    private static NetworkCard of(NetworkInterface card) {
        return new NetworkCard(
                card.getName(),
                mac(card),
                card.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress())
                        .sorted(Comparator.comparingInt(address -> address.getAddress().length))
                        .map(InetAddress::getHostAddress)
                        .map(text -> text.split("%", 2)[0])
                        .toList());
    }

    private static String mac(NetworkInterface card) {
        try {
            return HexFormat.ofDelimiter(":").formatHex(card.getHardwareAddress());
        } catch (SocketException e) {
            throw new IllegalStateException(card.getName() + " has gone", e);
        }
    }
}
