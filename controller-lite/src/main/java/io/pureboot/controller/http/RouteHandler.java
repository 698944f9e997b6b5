package io.pureboot.controller.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.pureboot.controller.auth.Audit;
import io.pureboot.controller.auth.Caller;
import io.pureboot.protocol.ApiListResponse;
import io.pureboot.protocol.ApiResponse;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.javalin.ProblemResponses;
import io.pureboot.protocol.problem.ProblemType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Carries one route out: who calls, may they, do it, write the answer, note changes by people in the audit log. */
final class RouteHandler implements Handler {
    private static final String AUDIT_DETAIL = "pureboot.audit";

    private final Route route;
    private final Callers callers;
    private final Audit audit;
    private final LongAdder requests;

    RouteHandler(Route route, Callers callers, Audit audit, LongAdder requests) {
        this.route = route;
        this.callers = callers;
        this.audit = audit;
        this.requests = requests;
    }

    @Override
    public void handle(Context context) {
        requests.increment();
        Caller caller = new Caller.Anonymous();
        try {
            caller = callers.of(context);
            route.access().check(caller, route.path().startsWith("/nodes/{id}") ? context.pathParam("id") : null);
            if (route.changes()) {
                Callers.checkCsrf(caller, context);
            }
            Object result = route.action().run(new Exchange(context, caller));
            if (result instanceof CompletableFuture<?> later) {
                Caller by = caller;
                context.future(() -> later.handle((value, failure) -> {
                    finish(context, value, failure);
                    note(context, by);
                    return null;
                }));
                return;
            }
            write(context, result);
        } catch (Exception e) {
            ProblemResponses.write(e, context);
        }
        note(context, caller);
    }

    private void finish(Context context, @Nullable Object value, @Nullable Throwable failure) {
        try {
            if (failure == null) {
                write(context, value);
            } else {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                ProblemResponses.write(cause instanceof Exception e ? e : new CompletionException(cause), context);
            }
        } catch (JsonProcessingException e) {
            ProblemResponses.write(e, context);
        }
    }

    private void write(Context context, @Nullable Object result) throws JsonProcessingException {
        if (result instanceof Answer answer) {
            context.status(answer.status()).contentType(answer.contentType()).result(answer.body());
            return;
        }
        Object body = switch (result) {
            case null ->
                ProtocolJson.mapper()
                        .createObjectNode()
                        .put("success", true)
                        .putNull("data")
                        .putNull("message");
            case ApiResponse<?> wrapped -> wrapped;
            case ApiListResponse<?> wrapped -> wrapped;
            default -> ApiResponse.of(result);
        };
        context.status(route.status())
                .contentType("application/json")
                .result(ProtocolJson.mapper().writeValueAsBytes(body));
    }

    /** Nodes report all the time; what people change, and who is let in, is what the log is for. */
    private void note(Context context, Caller caller) {
        boolean byPerson = caller instanceof Caller.Person || route.access() == Access.ADMIN;
        boolean shrugged = context.statusCode() == ProblemType.TOO_MANY_REQUESTS.status();
        if (route.changes() && !shrugged && (byPerson || route.access() == Access.PUBLIC)) {
            String query = context.queryString();
            audit.record(
                    caller.name(),
                    Addresses.plain(context.ip()),
                    route.method() + " " + context.path() + (query == null ? "" : "?" + query),
                    context.attribute(AUDIT_DETAIL),
                    context.statusCode());
        }
    }

    /** Says more about the request in the audit log than method, path and status do. */
    static void detail(Exchange exchange, String text) {
        exchange.context().attribute(AUDIT_DETAIL, text);
    }
}
