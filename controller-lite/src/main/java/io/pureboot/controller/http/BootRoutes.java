package io.pureboot.controller.http;

import static io.pureboot.controller.http.Access.ADMIN;

import io.pureboot.controller.boot.BootLines;
import io.pureboot.protocol.problem.ProblemException;
import java.util.List;

/** What to boot a node with. */
public final class BootRoutes {
    /** The kernel command line; it holds a token, so it is shown this once. */
    public record BootLine(String nodeId, String cmdline) {}

    private BootRoutes() {}

    public static List<Route> of(BootLines lines) {
        return List.of(Route.post("/nodes/{id}/boot-line", ADMIN, "Make the kernel command line that boots a node")
                .gives(BootLine.class)
                .does(x -> new BootLine(
                        x.path("id"),
                        lines.forNode(
                                x.path("id"), "https://" + host(x), x.caller().name()))));
    }

    /** The name the caller reached us by goes into a command line: nothing but a name may. */
    private static String host(Exchange x) {
        if (!x.host().matches("[A-Za-z0-9.:\\[\\]-]{1,260}")) {
            throw ProblemException.field("Host", "is not a host name");
        }
        return x.host();
    }
}
