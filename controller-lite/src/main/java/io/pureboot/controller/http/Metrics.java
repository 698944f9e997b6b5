package io.pureboot.controller.http;

import io.pureboot.controller.event.EventSockets;
import io.pureboot.controller.node.Nodes;
import io.pureboot.controller.node.Presence;
import io.pureboot.controller.session.Sessions;
import io.pureboot.controller.store.SessionStore;
import io.pureboot.protocol.session.SessionStatus;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** Figures for Prometheus: numbers only, nothing that names a node or a person. */
public final class Metrics {
    private final Nodes nodes;
    private final Presence presence;
    private final Sessions sessions;
    private final EventSockets sockets;
    private final Traffic traffic;
    private final LongAdder requests;

    public Metrics(
            Nodes nodes,
            Presence presence,
            Sessions sessions,
            EventSockets sockets,
            Traffic traffic,
            LongAdder requests) {
        this.nodes = nodes;
        this.presence = presence;
        this.sessions = sessions;
        this.sockets = sockets;
        this.traffic = traffic;
        this.requests = requests;
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        long online =
                nodes.all().stream().filter(node -> presence.online(node.id())).count();
        head(text, "pureboot_nodes", "gauge", "Nodes by whether they were heard from lately.");
        line(text, "pureboot_nodes{state=\"online\"}", online);
        line(text, "pureboot_nodes{state=\"offline\"}", nodes.all().size() - online);
        head(text, "pureboot_clone_sessions", "gauge", "Clone sessions by status.");
        for (SessionStatus status : SessionStatus.values()) {
            line(
                    text,
                    "pureboot_clone_sessions{status=\"" + status.name().toLowerCase(Locale.ROOT) + "\"}",
                    sessions.count(new SessionStore.Filter(status, null, null)));
        }
        single(text, "pureboot_websockets", "gauge", "Open WebSockets.", sockets.count());
        single(text, "pureboot_http_requests_total", "counter", "Requests to the API.", requests.sum());
        single(
                text,
                "pureboot_network_received_bytes_total",
                "counter",
                "Bytes received on the API port, TLS included: disks do not pass through the controller.",
                traffic.received());
        single(
                text,
                "pureboot_network_sent_bytes_total",
                "counter",
                "Bytes sent on the API port, TLS included.",
                traffic.sent());
        single(
                text,
                "process_uptime_seconds",
                "gauge",
                "Seconds since the start of the process.",
                ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
        Runtime runtime = Runtime.getRuntime();
        single(text, "jvm_memory_used_bytes", "gauge", "Heap in use.", runtime.totalMemory() - runtime.freeMemory());
        return text.toString();
    }

    private static void single(StringBuilder text, String name, String type, String help, long value) {
        head(text, name, type, help);
        line(text, name, value);
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder text, String name, long value) {
        text.append(name).append(' ').append(value).append('\n');
    }
}
