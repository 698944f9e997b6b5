package io.pureboot.node.http;

import io.javalin.http.Context;
import java.util.List;

/**
 * One row of the table the server registers.
 *
 * @param path whole path; {@code {x}} is one segment, {@code <x>} may hold slashes
 * @param action its value is wrapped as {@code data}, unless it is an {@link Answer} or an API response already
 */
public record Route(String method, String path, Access access, Action action) {
    /** Does the work. */
    @FunctionalInterface
    interface Action {
        Object run(Context context) throws Exception;
    }

    static Route get(String path, Access access, Action action) {
        return new Route("GET", path, access, action);
    }

    static Route post(String path, Access access, Action action) {
        return new Route("POST", path, access, action);
    }

    static Route delete(String path, Access access, Action action) {
        return new Route("DELETE", path, access, action);
    }

    boolean changes() {
        return !method.equals("GET");
    }

    /** The paths of a table, each once, as {@code METHOD path}. */
    static List<String> names(List<Route> routes) {
        return routes.stream().map(route -> route.method + " " + route.path).toList();
    }
}
