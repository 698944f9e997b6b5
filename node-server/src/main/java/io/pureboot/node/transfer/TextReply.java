package io.pureboot.node.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.problem.Problem;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A small answer, made in memory. */
record TextReply(int status, String headers, ByteBuffer body, boolean headOnly) implements Reply {

    static TextReply json(Object value) {
        try {
            return new TextReply(
                    200,
                    "Content-Type: application/json\r\n",
                    ByteBuffer.wrap(ProtocolJson.mapper().writeValueAsBytes(value)),
                    false);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of this project does not become JSON", e);
        }
    }

    static TextReply bytes(ByteBuffer body) {
        return new TextReply(200, "Content-Type: application/octet-stream\r\n", body, false);
    }

    static TextReply problem(ProblemException problem, String path) {
        return problem(problem.toProblem(path), "");
    }

    static TextReply problem(ProblemType type, String detail, String path) {
        return problem(Problem.of(type, detail, path, List.of()), "");
    }

    /** @param headers more of them, each ending with CR LF */
    static TextReply problem(Problem problem, String headers) {
        TextReply json = json(problem);
        return new TextReply(
                problem.status(), "Content-Type: application/problem+json\r\n" + headers, json.body(), false);
    }

    /** The same without its body, as HEAD wants it. */
    TextReply headOnly(boolean wanted) {
        return new TextReply(status, headers, body, wanted);
    }

    @Override
    public void send(HttpStream stream) throws IOException {
        ByteBuffer head = HttpStream.text("HTTP/1.1 " + status + " " + reason(status) + "\r\n" + headers
                + "Content-Length: " + body.remaining() + "\r\n\r\n");
        if (headOnly) {
            stream.channel().write(head);
        } else {
            stream.channel().write(head, body.duplicate());
        }
    }

    static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 206 -> "Partial Content";
            case 416 -> "Range Not Satisfiable";
            case 503 -> "Service Unavailable";
            default -> status < 500 ? "Refused" : "Failed";
        };
    }
}
