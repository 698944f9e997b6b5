package io.pureboot.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.protocol.node.Order;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DataPortTest {
    @Test
    @DisplayName(
            "DF3 a source serves at 9999, at the node's own port instead of that, at the session's if it names one")
    void port() {
        assertEquals(9999, DataPort.DEFAULT);
        DataPort own = new DataPort(7000);
        assertEquals(List.of(source(7000), source(4711)), own.in(List.of(source(9999), source(4711))));
        assertEquals(List.of(source(9999)), new DataPort(DataPort.DEFAULT).in(List.of(source(9999))));
    }

    private static Order source(int port) {
        return new Order.Source("s", "/dev/sda", null, null, port, false);
    }
}
