package io.pureboot.protocol.javalin;

import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.problem.Problem;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code application/problem+json} to what Jetty refuses before a route is looked for: a path that cannot be
 * decoded, a header that is too long. To be set as the server's error handler.
 */
public final class ProblemErrors extends ErrorHandler {
    /** For every method: Jetty would answer a PATCH or DELETE without a word. */
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback)
            throws IOException {
        ProblemType type = code >= 500 ? ProblemType.INTERNAL : ProblemType.MALFORMED_REQUEST;
        String detail = message == null || message.isBlank() ? type.title() : message;
        Problem problem = new Problem(
                false,
                type.urn(),
                type.title(),
                code,
                detail,
                request.getHttpURI().getPath(),
                List.of());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemResponses.CONTENT_TYPE);
        // Jetty closes it after a request it could not read, and would not say so.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        Content.Sink.write(response, true, ProtocolJson.mapper().writeValueAsString(problem), callback);
    }
}
