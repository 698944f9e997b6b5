package io.pureboot.node.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.pureboot.protocol.ApiListResponse;
import io.pureboot.protocol.ApiResponse;
import io.pureboot.protocol.ProtocolJson;

/** Carries one route out: may the caller, do it, write the answer. Errors go to the server's exception handler. */
final class ApiHandler implements Handler {
    private final Route route;
    private final Gate gate;

    ApiHandler(Route route, Gate gate) {
        this.route = route;
        this.gate = gate;
    }

    @Override
    public void handle(Context context) throws Exception {
        gate.check(route, context);
        Object result = route.action().run(context);
        if (result instanceof Answer answer) {
            context.contentType(answer.contentType()).result(answer.body());
            return;
        }
        Object body = result instanceof ApiResponse<?> || result instanceof ApiListResponse<?>
                ? result
                : ApiResponse.of(result);
        context.contentType("application/json").result(ProtocolJson.mapper().writeValueAsBytes(body));
    }
}
