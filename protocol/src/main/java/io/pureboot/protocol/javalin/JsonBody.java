package io.pureboot.protocol.javalin;

import io.javalin.http.Context;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.util.Locale;

/** The body of a request that is to be JSON. */
public final class JsonBody {
    private JsonBody() {}

    /** Its bytes; 415 when there are some and the request calls them something else than JSON. Without a header they are JSON. */
    public static byte[] of(Context context) {
        byte[] body = context.bodyAsBytes();
        String type = context.contentType();
        if (body.length > 0 && type != null && !json(type)) {
            throw new ProblemException(
                    ProblemType.NOT_JSON, "The Content-Type of the body must be application/json, or not be given.");
        }
        return body;
    }

    private static boolean json(String contentType) {
        String media = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return media.equals("application/json") || (media.startsWith("application/") && media.endsWith("+json"));
    }
}
