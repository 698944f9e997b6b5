package io.pureboot.protocol.node;

import java.util.List;

/**
 * Orders for a node. The list is complete: what is absent is no longer wanted.
 *
 * @param version changes whenever the list does; asked with {@code ?after=} to wait for a change
 */
public record Orders(long version, List<Order> orders) {}
