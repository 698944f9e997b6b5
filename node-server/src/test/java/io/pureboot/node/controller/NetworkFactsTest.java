package io.pureboot.node.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.net.NetworkInterface;
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
        assertEquals(last, new NetworkFacts(null, null, last).macAddress());
        assertNotEquals("52:54:00:99:99:99", new NetworkFacts(null, null, "52:54:00:99:99:99").macAddress());
    }
}
