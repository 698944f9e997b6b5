package io.pureboot.controller.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.javalin.ProblemResponses;
import io.pureboot.protocol.problem.Problem;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself refuses (a request line it cannot read, a forbidden encoding) is answered as a problem, too. */
final class ErrorPage extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        int status = response.getStatus() < 400 ? 400 : response.getStatus();
        Object message = request.getAttribute(ERROR_MESSAGE);
        Problem problem = new Problem(
                false,
                "about:blank",
                status < 500 ? "The request cannot be read" : "Something went wrong inside",
                status,
                message == null ? "The request was refused." : message.toString(),
                null,
                List.of());
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemResponses.CONTENT_TYPE);
        response.write(true, body(problem), callback);
        return true;
    }

    private static ByteBuffer body(Problem problem) throws JsonProcessingException {
        return ByteBuffer.wrap(ProtocolJson.mapper().writeValueAsBytes(problem));
    }
}
