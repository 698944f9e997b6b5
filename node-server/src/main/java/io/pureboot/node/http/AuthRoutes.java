package io.pureboot.node.http;

import static io.pureboot.node.http.Access.PUBLIC;
import static io.pureboot.node.http.Access.SIGNED_IN;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DatabindException;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.javalin.JsonBody;
import io.pureboot.protocol.javalin.ProblemResponses;
import io.pureboot.protocol.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signing in with the PIN, and out. */
public final class AuthRoutes {
    /** The PIN the console shows. */
    record Login(@Nullable String pin) {}

    /** The token for {@code Authorization: Bearer}; the cookie carries the same. */
    record LoginAnswer(String token) {}

    /** Who the caller is: {@code pin} or {@code controller}. */
    record Me(String username, String role) {}

    private AuthRoutes() {}

    public static List<Route> of(PinSignIns signIns) {
        return List.of(
                Route.post("/api/v1/auth/login", PUBLIC, context -> login(context, signIns)),
                Route.post("/api/v1/auth/logout", SIGNED_IN, context -> {
                    String token = Gate.token(context);
                    if (token != null) {
                        signIns.signOut(token);
                    }
                    context.removeCookie(Gate.COOKIE, "/");
                    return Map.of();
                }),
                Route.get(
                        "/api/v1/auth/me",
                        SIGNED_IN,
                        context -> new Me(Gate.isController(context) ? "controller" : "pin", "admin")));
    }

    private static LoginAnswer login(Context context, PinSignIns signIns) throws IOException {
        String pin = read(context).pin();
        if (pin == null || pin.isBlank()) {
            throw ProblemException.field("pin", "is missing");
        }
        String token = signIns.signIn(pin);
        int seconds = (int) PinSignIns.LIFETIME.toSeconds();
        context.cookie(new Cookie(Gate.COOKIE, token, "/", seconds, true, true, null, SameSite.STRICT));
        return new LoginAnswer(token);
    }

    private static Login read(Context context) throws IOException {
        try {
            Login login = ProtocolJson.mapper().readValue(JsonBody.of(context), Login.class);
            if (login == null) {
                throw ProblemException.field("pin", "is missing");
            }
            return login;
        } catch (DatabindException e) {
            throw ProblemResponses.malformed(e);
        } catch (JsonProcessingException e) {
            throw ProblemResponses.malformed(e);
        }
    }
}
