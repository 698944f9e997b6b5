package io.pureboot.node.http;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Figures of this node in Prometheus text format. */
public final class Metrics {
    private final Map<String, Gauge> gauges = new LinkedHashMap<>();

    private record Gauge(String help, LongSupplier value) {}

    public Metrics() {
        Runtime runtime = Runtime.getRuntime();
        gauge("pureboot_node_heap_bytes", "Heap in use", () -> runtime.totalMemory() - runtime.freeMemory());
        gauge(
                "pureboot_node_uptime_seconds",
                "Seconds since the node process started",
                () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
    }

    public Metrics gauge(String name, String help, LongSupplier value) {
        gauges.put(name, new Gauge(help, value));
        return this;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        gauges.forEach((name, gauge) -> text.append("# HELP ")
                .append(name)
                .append(' ')
                .append(gauge.help)
                .append("\n# TYPE ")
                .append(name)
                .append(" gauge\n")
                .append(name)
                .append(' ')
                .append(gauge.value.getAsLong())
                .append('\n'));
        return text.toString();
    }
}
