package io.pureboot.controller.node;

import io.pureboot.controller.check.Fields;
import io.pureboot.protocol.node.NodeRegistration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a node says of its machine: checked, brought into one form, and merged with what was known. */
public final class Machines {
    private static final Pattern MAC = Pattern.compile("([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}");
    private static final int MAX_ADDRESSES = 64;

    private Machines() {}

    /** Adds what is wrong to {@code fields}, each name after {@code prefix}. */
    public static void check(Fields fields, String prefix, NodeRegistration machine) {
        fields.text(prefix + "hostname", machine.hostname(), 255)
                .text(prefix + "vendor", machine.vendor(), 255)
                .text(prefix + "model", machine.model(), 255)
                .text(prefix + "serial_number", machine.serialNumber(), 255)
                .text(prefix + "system_uuid", machine.systemUuid(), 64)
                .text(prefix + "arch", machine.arch(), 32)
                .text(prefix + "boot_mode", machine.bootMode(), 16)
                .text(prefix + "ui_url", machine.uiUrl(), 500)
                .range(prefix + "cpu_count", machine.cpuCount(), 1, 1 << 20)
                .range(prefix + "memory_bytes", machine.memoryBytes(), 0, Long.MAX_VALUE);
        String mac = machine.macAddress();
        fields.check(
                mac == null || MAC.matcher(mac).matches(),
                prefix + "mac_address",
                "must be six pairs of hexadecimal digits such as 52:54:00:12:34:56");
        String ui = machine.uiUrl();
        fields.check(ui == null || ui.startsWith("https://"), prefix + "ui_url", "must begin with https://");
        addresses(fields, prefix + "addresses", machine.addresses());
    }

    static void addresses(Fields fields, String name, @Nullable List<String> addresses) {
        if (addresses != null) {
            fields.check(addresses.size() <= MAX_ADDRESSES, name, "has more than " + MAX_ADDRESSES + " entries");
            fields.check(
                    addresses.stream().allMatch(a -> a != null && !a.isBlank() && a.length() <= 60),
                    name,
                    "must be IP addresses");
        }
    }

    /** MAC address in lower case with colons, a firmware UUID only when it is one; the rest as given. */
    static NodeRegistration normal(NodeRegistration m) {
        String mac = m.macAddress();
        return new NodeRegistration(
                m.hostname(),
                mac == null ? null : mac.toLowerCase(Locale.ROOT).replace('-', ':'),
                m.vendor(),
                m.model(),
                m.serialNumber(),
                FirmwareUuid.identity(m.systemUuid()),
                m.arch(),
                m.bootMode(),
                m.cpuCount(),
                m.memoryBytes(),
                m.addresses(),
                m.uiUrl());
    }

    /** What is new, and where it is silent what was known. */
    static NodeRegistration merge(NodeRegistration before, NodeRegistration next) {
        NodeRegistration known = normal(before);
        NodeRegistration n = normal(next);
        return new NodeRegistration(
                newer(known.hostname(), n.hostname()),
                newer(known.macAddress(), n.macAddress()),
                newer(known.vendor(), n.vendor()),
                newer(known.model(), n.model()),
                newer(known.serialNumber(), n.serialNumber()),
                newer(known.systemUuid(), n.systemUuid()),
                newer(known.arch(), n.arch()),
                newer(known.bootMode(), n.bootMode()),
                newer(known.cpuCount(), n.cpuCount()),
                newer(known.memoryBytes(), n.memoryBytes()),
                newer(known.addresses(), n.addresses()),
                newer(known.uiUrl(), n.uiUrl()));
    }

    /** As {@link #merge}, but what the machine is known by stays: a node must not become another one by saying so. */
    static NodeRegistration update(NodeRegistration known, NodeRegistration next) {
        NodeRegistration merged = merge(known, next);
        return new NodeRegistration(
                merged.hostname(),
                newer(merged.macAddress(), known.macAddress()),
                merged.vendor(),
                merged.model(),
                merged.serialNumber(),
                newer(merged.systemUuid(), known.systemUuid()),
                merged.arch(),
                merged.bootMode(),
                merged.cpuCount(),
                merged.memoryBytes(),
                merged.addresses(),
                merged.uiUrl());
    }

    private static <T> @Nullable T newer(@Nullable T known, @Nullable T next) {
        return next != null ? next : known;
    }

    static NodeRegistration withAddresses(NodeRegistration m, @Nullable List<String> addresses) {
        if (addresses == null || Objects.equals(addresses, m.addresses())) {
            return m;
        }
        return new NodeRegistration(
                m.hostname(),
                m.macAddress(),
                m.vendor(),
                m.model(),
                m.serialNumber(),
                m.systemUuid(),
                m.arch(),
                m.bootMode(),
                m.cpuCount(),
                m.memoryBytes(),
                addresses,
                m.uiUrl());
    }
}
