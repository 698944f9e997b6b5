package io.pureboot.controller.web;

import io.javalin.config.JavalinConfig;
import io.pureboot.protocol.javalin.WebPages;
import java.util.List;

/** The controller's pages. Their addresses are those of {@code web/controller/router.js}. */
public final class Pages {
    private static final List<String> ADDRESSES = List.of(
            "/",
            "/nodes",
            "/nodes/{id}",
            "/nodes/{id}/disks",
            "/nodes/{id}/partitions",
            "/images",
            "/clone",
            "/clone/new",
            "/clone/{id}");

    private Pages() {}

    /** Adds the routes to the server's configuration; called once while the server is set up. */
    public static void register(JavalinConfig config) {
        new WebPages("web/controller").register(config.routes, ADDRESSES);
    }
}
