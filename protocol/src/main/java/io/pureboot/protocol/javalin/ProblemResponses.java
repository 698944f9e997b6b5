package io.pureboot.protocol.javalin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.problem.FieldError;
import io.pureboot.protocol.problem.Problem;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers with {@code application/problem+json}, whatever went wrong. */
public final class ProblemResponses {
    public static final String CONTENT_TYPE = "application/problem+json";
    private static final Logger LOG = LoggerFactory.getLogger(ProblemResponses.class);

    private ProblemResponses() {}

    /** Answers every exception, also those Javalin has plain-text answers of its own for (no such path, wrong method). */
    public static void register(RoutesConfig routes) {
        routes.exception(Exception.class, ProblemResponses::write);
        routes.exception(HttpResponseException.class, ProblemResponses::write);
    }

    /** Maps any exception to its problem and writes it. */
    public static void write(Exception exception, Context context) {
        if (exception instanceof ProblemException problem) {
            if (problem.type().status() >= 500) {
                LOG.error("{} {}", context.method(), context.path(), problem);
            }
            write(problem.toProblem(context.path()), context);
        } else if (exception instanceof JsonProcessingException json) {
            write(malformed(json).toProblem(context.path()), context);
        } else if (exception instanceof HttpResponseException http) {
            write(ofStatus(http.getStatus(), String.valueOf(http.getMessage()), context), context);
        } else {
            LOG.error("{} {}", context.method(), context.path(), exception);
            write(Problem.of(ProblemType.INTERNAL, "See the log of this server.", context.path(), List.of()), context);
        }
    }

    public static void write(Problem problem, Context context) {
        context.status(problem.status());
        try {
            context.result(ProtocolJson.mapper().writeValueAsBytes(problem)).contentType(CONTENT_TYPE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The 400 or 422 for a body that does not parse; names the field when the parser knows it. */
    public static ProblemException malformed(JsonProcessingException exception) {
        if (exception instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().stream()
                    .map(part -> part.getFieldName() != null ? part.getFieldName() : "[" + part.getIndex() + "]")
                    .collect(Collectors.joining("."));
            String words = JsonMistake.words(mapping);
            return new ProblemException(
                    ProblemType.VALIDATION, field + " " + words, List.of(new FieldError(field, words)), exception);
        }
        return new ProblemException(
                ProblemType.MALFORMED_REQUEST, "The JSON of the body " + JsonMistake.words(exception) + ".", exception);
    }

    private static Problem ofStatus(int status, String detail, Context context) {
        for (ProblemType type : ProblemType.values()) {
            if (type.status() == status) {
                return Problem.of(type, detail, context.path(), List.of());
            }
        }
        return new Problem(false, "about:blank", detail, status, detail, context.path(), List.of());
    }
}
