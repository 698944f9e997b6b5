package io.pureboot.node;

import io.pureboot.node.controller.NetworkFacts;
import io.pureboot.node.disk.HardwareInventory;
import io.pureboot.protocol.node.NodeRegistration;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who this node is: the hardware's answers, under the name and at the addresses it was given. */
final class MachineFacts implements Supplier<NodeRegistration> {
    private static final Logger LOG = LoggerFactory.getLogger(MachineFacts.class);

    private final HardwareInventory hardware;
    private final NetworkFacts network;
    private final String name;
    private final int port;

    /** @param port of this node's pages */
    MachineFacts(HardwareInventory hardware, NetworkFacts network, String name, int port) {
        this.hardware = hardware;
        this.network = network;
        this.name = name;
        this.port = port;
    }

    @Override
    public NodeRegistration get() {
        NodeRegistration machine = hardware.registration(null);
        List<String> addresses = addresses();
        String mac = macAddress();
        return new NodeRegistration(
                name,
                mac == null ? machine.macAddress() : mac,
                machine.vendor(),
                machine.model(),
                machine.serialNumber(),
                machine.systemUuid(),
                machine.arch(),
                machine.bootMode(),
                machine.cpuCount(),
                machine.memoryBytes(),
                addresses,
                url(addresses.getFirst()));
    }

    /** The address towards the controller first. */
    List<String> addresses() {
        try {
            return network.addresses();
        } catch (IOException e) {
            LOG.warn("the network cards cannot be read: {}", e.getMessage());
            return List.of("127.0.0.1");
        }
    }

    private @org.jspecify.annotations.Nullable String macAddress() {
        try {
            return network.macAddress();
        } catch (IOException e) {
            return null;
        }
    }

    String url() {
        return url(addresses().getFirst());
    }

    private String url(String address) {
        return "https://" + (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
}
