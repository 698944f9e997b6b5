package io.pureboot.node.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NetworkFactsTest {
    @Test
    @DisplayName("X16 a machine tells the card it is known by, if it has that one, and else a card it has")
    void knownBy() throws IOException {
        List<NetworkInterface> cards = NetworkInterface.networkInterfaces().toList();
        String last = null;
        for (NetworkInterface card : cards) {
            byte[] address = card.getHardwareAddress();
            if (address != null && address.length == 6) {
                last = HexFormat.ofDelimiter(":").formatHex(address);
            }
        }
        Prerequisites.require(last != null, "a network card");
        assertEquals(last, new NetworkFacts(null, null, null, last).macAddress());
        assertNotEquals("52:54:00:99:99:99", new NetworkFacts(null, null, null, "52:54:00:99:99:99").macAddress());
    }

    @Test
    @DisplayName("NR1 a machine tells the advertised address first, and of its own only the one it listens at")
    void bound() throws IOException {
        URI controller = URI.create("https://127.0.0.1:8443");
        assertEquals(List.of("127.0.0.5"), new NetworkFacts(null, "127.0.0.5", controller, null).addresses());
        assertEquals(
                List.of("192.0.2.9", "127.0.0.5"),
                new NetworkFacts("192.0.2.9", "127.0.0.5", controller, null).addresses());
        assertEquals(List.of("127.0.0.5"), new NetworkFacts("127.0.0.5", "127.0.0.5", controller, null).addresses());
        for (String all : new String[] {"0.0.0.0", "::"}) {
            assertEquals(
                    new NetworkFacts(null, null, controller, null).addresses(),
                    new NetworkFacts(null, all, controller, null).addresses());
        }
    }
}
