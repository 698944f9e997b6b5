package io.pureboot.controller.http;

import io.javalin.http.Context;
import io.pureboot.controller.auth.Caller;
import io.pureboot.protocol.javalin.JsonBody;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** One request, as an action sees it. */
public final class Exchange {
    private final Context context;
    private final Caller caller;

    Exchange(Context context, Caller caller) {
        this.context = context;
        this.caller = caller;
    }

    public Caller caller() {
        return caller;
    }

    /** The id of the calling node; only for routes that nodes alone may call. */
    public String node() {
        if (caller instanceof Caller.Node node) {
            return node.id();
        }
        throw new ProblemException(ProblemType.FORBIDDEN, "Only a node may do this.");
    }

    /** The calling person; only for routes that people alone may call. */
    public Caller.Person person() {
        if (caller instanceof Caller.Person person) {
            return person;
        }
        throw new ProblemException(ProblemType.FORBIDDEN, "Only a person may do this.");
    }

    public String path(String name) {
        return context.pathParam(name);
    }

    public <T> T body(Class<T> type) {
        return Bodies.read(JsonBody.of(context), type);
    }

    public @Nullable String query(String name) {
        return context.queryParam(name);
    }

    /** A whole number; 422 naming the parameter when it is not one or lies outside. */
    public long number(String name, long otherwise, long min, long max) {
        String text = query(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw ProblemException.field(name, "'" + text + "' is not a whole number");
        }
        throw ProblemException.field(name, "must be between " + min + " and " + max);
    }

    public boolean flag(String name) {
        String text = query(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw ProblemException.field(name, "must be true or false");
    }

    public String remoteAddress() {
        return Addresses.plain(context.ip());
    }

    /** Host and port the client used, for links back. */
    public String host() {
        String host = context.host();
        return host == null ? "" : host;
    }

    Context context() {
        return context;
    }
}
