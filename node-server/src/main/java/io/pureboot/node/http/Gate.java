package io.pureboot.node.http;

import io.javalin.http.Context;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Lets in who has signed in, and the controller, which TLS knows by its certificate. */
final class Gate {
    /** Another name than the controller's: cookies do not tell ports apart, and both may run on one machine. */
    static final String COOKIE = "pureboot_node_session";

    static final String CSRF_HEADER = "X-CSRF-Token";
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final String BEARER = "Bearer ";

    private final PinSignIns signIns;

    Gate(PinSignIns signIns) {
        this.signIns = signIns;
    }

    /** Throws 401, or 403 for a change that another site's page may have made the browser send. */
    void check(Route route, Context context) {
        if (route.access() == Access.PUBLIC || isController(context)) {
            return;
        }
        if (context.header("Authorization") == null && route.changes() && context.header(CSRF_HEADER) == null) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "A change signed by a cookie needs a header " + CSRF_HEADER + ".");
        }
        String token = token(context);
        if (token == null || !signIns.known(token)) {
            throw new ProblemException(
                    ProblemType.NOT_AUTHENTICATED,
                    "Sign in with the PIN at /api/v1/auth/login, or send 'Authorization: Bearer TOKEN'.");
        }
    }

    static @Nullable String token(Context context) {
        String header = context.header("Authorization");
        if (header != null) {
            return header.startsWith(BEARER) ? header.substring(BEARER.length()).strip() : null;
        }
        return context.cookie(COOKIE);
    }

    /** TLS takes no client certificate but one of the controller's, so that having one is enough. */
    static boolean isController(Context context) {
        return context.req().getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0;
    }
}
