package io.pureboot.controller.node;

import io.pureboot.controller.ca.CertificateAuthority;
import io.pureboot.protocol.node.NodeRegistration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The IP addresses a certificate of a node may carry. */
public final class NodeAddresses {
    private final Nodes nodes;
    private final Set<String> controllerHosts;

    public NodeAddresses(Nodes nodes, Set<String> controllerHosts) {
        this.nodes = nodes;
        this.controllerHosts = Set.copyOf(controllerHosts);
    }

    /** What the node has reported, what it asks for besides, and where it is seen to come from. */
    public Set<String> of(String nodeId, Collection<String> more, String remoteAddress) {
        NodeRegistration machine = nodes.get(nodeId).machine();
        return of(machine, more, remoteAddress);
    }

    Set<String> of(NodeRegistration machine, Collection<String> more, String remoteAddress) {
        Set<String> all = new LinkedHashSet<>(more);
        all.add(remoteAddress);
        if (machine.addresses() != null) {
            all.addAll(machine.addresses());
        }
        // A node elsewhere must not get a certificate under which it could pass for the controller.
        boolean neighbour = controllerHosts.contains(remoteAddress);
        all.removeIf(address -> !CertificateAuthority.isAddress(address)
                || (!neighbour && controllerHosts.contains(address) && !loopback(address)));
        return all;
    }

    /** Whether the node may say that it is reached there: it reported the address, or comes from it. */
    public boolean plausible(String nodeId, String address, String remoteAddress) {
        NodeRegistration machine = nodes.get(nodeId).machine();
        return Stream.concat(
                        Stream.of(remoteAddress),
                        machine.addresses() == null ? Stream.empty() : machine.addresses().stream())
                .anyMatch(address::equals);
    }

    private static boolean loopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }
}
