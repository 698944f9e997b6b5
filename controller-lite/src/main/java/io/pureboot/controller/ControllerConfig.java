package io.pureboot.controller;

import io.pureboot.controller.boot.BootConfig;
import io.pureboot.controller.ca.CertificateAuthority;
import io.pureboot.controller.data.DataInMemory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of the controller.
 *
 * @param data directory of {@code pureboot.db}; made when missing
 * @param certs directory of {@code ca.crt}, {@code ca.key} and {@code ca.srl}; made when missing
 * @param bind address to listen on; empty for all
 * @param port 0 takes any free one
 * @param hosts further names and addresses the controller is reached at
 * @param adminPassword of the first user, or null to make one up and print it
 * @param caValidity of a CA made at this start
 * @param boot how machines are booted over the network, or null when they are not
 * @param dataInMemory how the data get on a disk, null when they are on one
 * @param offlineAfter how long after its last word a node counts as offline
 */
public record ControllerConfig(
        Path data,
        Path certs,
        String bind,
        int port,
        List<String> hosts,
        @Nullable String adminPassword,
        Duration caValidity,
        Duration offlineAfter,
        Clock clock,
        @Nullable BootConfig boot,
        @Nullable DataInMemory dataInMemory) {
    public static final int DEFAULT_PORT = 8443;
    /** Every address, IPv6 too where the machine has it. */
    public static final String ALL_ADDRESSES = "";

    /** Everything in one directory, on all addresses, with the defaults. */
    public static ControllerConfig in(Path data) {
        return new ControllerConfig(
                data,
                data.resolve("certs"),
                ALL_ADDRESSES,
                DEFAULT_PORT,
                List.of(),
                null,
                CertificateAuthority.DEFAULT_VALIDITY,
                Duration.ofSeconds(15),
                Clock.systemUTC(),
                null,
                null);
    }

    /** For tests: a free port of the loopback address and a known password. */
    public static ControllerConfig loopback(Path data, String adminPassword) {
        return in(data).listening("127.0.0.1", 0).password(adminPassword);
    }

    public ControllerConfig listening(String address, int newPort) {
        return new ControllerConfig(
                data,
                certs,
                address,
                newPort,
                hosts,
                adminPassword,
                caValidity,
                offlineAfter,
                clock,
                boot,
                dataInMemory);
    }

    public ControllerConfig password(@Nullable String newPassword) {
        return new ControllerConfig(
                data, certs, bind, port, hosts, newPassword, caValidity, offlineAfter, clock, boot, dataInMemory);
    }

    public ControllerConfig offlineAfter(Duration silence) {
        return new ControllerConfig(
                data, certs, bind, port, hosts, adminPassword, caValidity, silence, clock, boot, dataInMemory);
    }

    /** For tests that move the time. */
    public ControllerConfig timed(Clock newClock) {
        return new ControllerConfig(
                data, certs, bind, port, hosts, adminPassword, caValidity, offlineAfter, newClock, boot, dataInMemory);
    }

    public ControllerConfig booting(@Nullable BootConfig newBoot) {
        return new ControllerConfig(
                data, certs, bind, port, hosts, adminPassword, caValidity, offlineAfter, clock, newBoot, dataInMemory);
    }

    public ControllerConfig inMemory(@Nullable DataInMemory newDataInMemory) {
        return new ControllerConfig(
                data, certs, bind, port, hosts, adminPassword, caValidity, offlineAfter, clock, boot, newDataInMemory);
    }
}
