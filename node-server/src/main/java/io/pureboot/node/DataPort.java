package io.pureboot.node;

import io.pureboot.protocol.node.Order;
import java.util.List;

/** The port this node serves disks at when a session leaves it at the common default. */
record DataPort(int port) {
    static final int DEFAULT = 9999;

    List<Order> in(List<Order> orders) {
        return orders.stream().map(this::in).toList();
    }

    private Order in(Order order) {
        return order instanceof Order.Source source && source.port() == DEFAULT
                ? new Order.Source(
                        source.sessionId(),
                        source.device(),
                        source.identity(),
                        source.contents(),
                        port,
                        source.rescue())
                : order;
    }
}
