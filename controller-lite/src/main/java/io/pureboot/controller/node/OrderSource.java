package io.pureboot.controller.node;

import io.pureboot.protocol.node.Order;
import java.util.List;

/** A part of the controller that wants something of nodes. It answers from memory, without taking a lock. */
public interface OrderSource {
    /** All it wants of this node now. */
    List<Order> ordersFor(String nodeId);

    /**
     * The node has taken up these orders, all it was given.
     *
     * @return whether it wants something else of the node now
     */
    default boolean taken(String nodeId, List<Order> orders) {
        return false;
    }
}
