package io.pureboot.controller.node;

import io.pureboot.protocol.node.Order;
import java.util.List;

/** A part of the controller that wants something of nodes. It answers from memory, without taking a lock. */
public interface OrderSource {
    /** All it wants of this node now. */
    List<Order> ordersFor(String nodeId);
}
