package io.pureboot.controller.http;

import static io.pureboot.controller.http.Access.ADMIN;
import static io.pureboot.controller.http.Access.PERSON;

import io.pureboot.controller.boot.BootLines;
import io.pureboot.controller.boot.BootStatus;
import io.pureboot.controller.boot.NetworkBoot;
import io.pureboot.controller.boot.WakeOnLan;
import io.pureboot.controller.check.Fields;
import io.pureboot.protocol.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to boot a node with. */
public final class BootRoutes {
    /** The kernel command line; it holds a token, so it is shown this once. */
    public record BootLine(String nodeId, String cmdline) {}

    /** What the node boots the next time it starts from the network: {@code pureboot}, or its own {@code disk}. */
    public record NextBoot(@Nullable String next) {}

    private BootRoutes() {}

    public static List<Route> of(BootLines lines, NetworkBoot boot, WakeOnLan wake, BootStatus status) {
        return List.of(
                Route.get("/network-boot", PERSON, "Say whether machines can boot over the network from here")
                        .gives(BootStatus.View.class)
                        .does(x -> status.view()),
                Route.post("/nodes/{id}/boot", ADMIN, "Say what a node boots when it next starts from the network")
                        .takes(NextBoot.class)
                        .gives(NextBoot.class)
                        .does(x -> {
                            String next = x.body(NextBoot.class).next();
                            new Fields()
                                    .required("next", next)
                                    .oneOf("next", next, List.of("pureboot", "disk"))
                                    .orThrow();
                            boot.assign(x.path("id"), "pureboot".equals(next));
                            return new NextBoot(next);
                        }),
                Route.post("/nodes/{id}/wake", ADMIN, "Turn a node on by wake-on-LAN")
                        .does(x -> {
                            wake.wake(x.path("id"));
                            return Map.of("id", x.path("id"));
                        }),
                Route.post("/nodes/{id}/boot-line", ADMIN, "Make the kernel command line that boots a node")
                        .gives(BootLine.class)
                        .does(x -> new BootLine(
                                x.path("id"),
                                lines.forNode(
                                        x.path("id"),
                                        "https://" + host(x),
                                        x.caller().name()))));
    }

    /** The name the caller reached us by goes into a command line: nothing but a name may. */
    private static String host(Exchange x) {
        if (!x.host().matches("[A-Za-z0-9.:\\[\\]-]{1,260}")) {
            throw ProblemException.field("Host", "is not a host name");
        }
        return x.host();
    }
}
