package io.pureboot.protocol.javalin;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * Refuses a body that is too large with 413. It is read away first, as far as that is reasonable: of a connection that
 * is closed while it still sends, a client hears the cut and not the answer.
 */
public final class BodyLimit implements Handler {
    private static final long READ_AWAY = 64L << 20;

    private final long limit;

    /** @param limit most bytes of a body */
    public BodyLimit(long limit) {
        this.limit = limit;
    }

    @Override
    public void handle(Context context) throws IOException {
        long length = context.req().getContentLengthLong();
        if (length <= limit) {
            return;
        }
        if (length <= READ_AWAY) {
            context.req().getInputStream().transferTo(OutputStream.nullOutputStream());
        }
        throw new HttpResponseException(
                413, "The body has " + length + " bytes; at most " + limit + " are taken.", Map.of());
    }
}
