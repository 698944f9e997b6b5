package io.pureboot.controller.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table the server registers and the OpenAPI document is made of.
 *
 * @param path below {@code /api/v1} unless {@code absolute}; {@code {x}} is one segment, {@code <x>} may hold slashes
 * @param body what the request's JSON is read as, null when it has none
 * @param data what stands under {@code data} of the answer, null when the answer is not JSON of that form
 * @param list whether {@code data} is a list of it
 * @param nullable whether there may be no {@code data}
 * @param status of success
 */
public record Route(
        String method,
        String path,
        boolean absolute,
        Access access,
        String summary,
        @Nullable Class<?> body,
        @Nullable Class<?> data,
        boolean list,
        boolean nullable,
        int status,
        List<String> queries,
        Action action) {

    /** Does the work; the value is wrapped as {@code data}, unless it is an {@link Answer} or already wrapped. */
    public interface Action {
        @Nullable
        Object run(Exchange exchange) throws Exception;
    }

    private static final Action NONE = exchange -> {
        throw new IllegalStateException("a route without an action");
    };

    public static Route of(String method, String path, Access access, String summary) {
        return new Route(method, path, false, access, summary, null, null, false, false, 200, List.of(), NONE);
    }

    public static Route get(String path, Access access, String summary) {
        return of("GET", path, access, summary);
    }

    public static Route post(String path, Access access, String summary) {
        return of("POST", path, access, summary);
    }

    public Route atRoot() {
        return new Route(method, path, true, access, summary, body, data, list, nullable, status, queries, action);
    }

    public Route takes(Class<?> type) {
        return new Route(method, path, absolute, access, summary, type, data, list, nullable, status, queries, action);
    }

    public Route gives(Class<?> type) {
        return new Route(method, path, absolute, access, summary, body, type, false, false, status, queries, action);
    }

    /** That, or null. */
    public Route mayGive(Class<?> type) {
        return new Route(method, path, absolute, access, summary, body, type, false, true, status, queries, action);
    }

    public Route givesList(Class<?> type) {
        return new Route(method, path, absolute, access, summary, body, type, true, false, status, queries, action);
    }

    public Route answering(int code) {
        return new Route(method, path, absolute, access, summary, body, data, list, nullable, code, queries, action);
    }

    /** Names of the query parameters it looks at. */
    public Route queries(String... names) {
        return new Route(
                method, path, absolute, access, summary, body, data, list, nullable, status, List.of(names), action);
    }

    public Route does(Action work) {
        return new Route(method, path, absolute, access, summary, body, data, list, nullable, status, queries, work);
    }

    public String fullPath() {
        return absolute ? path : "/api/v1" + path;
    }

    boolean changes() {
        return !method.equals("GET");
    }
}
