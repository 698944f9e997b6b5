package io.pureboot.controller;

import io.pureboot.controller.boot.BootConfig;
import io.pureboot.controller.boot.BootFiles;
import io.pureboot.controller.boot.BootStatus;
import io.pureboot.controller.boot.Dnsmasq;
import io.pureboot.controller.boot.NetworkBoot;
import io.pureboot.controller.http.BootServer;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that machines which boot over the network talk to: plain HTTP, and dnsmasq when it is wanted. */
final class BootService implements AutoCloseable {
    private final BootServer http;
    private final @Nullable Dnsmasq dnsmasq;

    private BootService(BootServer http, @Nullable Dnsmasq dnsmasq) {
        this.http = http;
        this.dnsmasq = dnsmasq;
    }

    static BootService start(
            BootConfig config, String bind, NetworkBoot boot, int controllerPort, Path data, BootStatus status)
            throws IOException {
        String address = config.dhcp() == BootConfig.Dhcp.OFF ? "" : address(config.card());
        BootServer http = BootServer.start(
                bind, config.port(), new BootFiles(config.files(), config.loaders()), boot, controllerPort);
        Dnsmasq dnsmasq = null;
        if (config.dhcp() != BootConfig.Dhcp.OFF) {
            dnsmasq = Dnsmasq.start(
                    new ProcessCommandRunner(),
                    config,
                    address,
                    http.port(),
                    data.resolve("network-boot"),
                    // For the console: the image's screen shows the last of these lines.
                    problem -> System.out.println("DHCP: " + (problem == null ? "dnsmasq runs" : problem)));
        }
        Dnsmasq answering = dnsmasq;
        status.offered(http.port(), config.dhcp(), () -> answering == null ? null : answering.problem());
        return new BootService(http, dnsmasq);
    }

    int port() {
        return http.port();
    }

    private static String address(@Nullable String card) throws IOException {
        if (card == null) {
            List<String> own = OwnHosts.reachable(ControllerConfig.ALL_ADDRESSES);
            if (own.isEmpty()) {
                throw new IOException("this machine has no IPv4 address yet: --dhcp needs one");
            }
            return own.getFirst();
        }
        NetworkInterface network = NetworkInterface.getByName(card);
        if (network == null) {
            throw new IllegalArgumentException("--dhcp-card " + card + " is no network card of this machine");
        }
        return network.inetAddresses()
                .filter(Inet4Address.class::isInstance)
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow(() -> new IOException(card + " has no IPv4 address: --dhcp-card needs one that has"));
    }

    @Override
    public void close() {
        if (dnsmasq != null) {
            dnsmasq.close();
        }
        http.close();
    }
}
