package io.pureboot.controller.http;

import io.javalin.http.Context;
import io.pureboot.controller.auth.Caller;
import io.pureboot.controller.auth.SignIns;
import io.pureboot.controller.check.Secrets;
import io.pureboot.controller.node.Credentials;
import io.pureboot.controller.node.Presence;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Finds out who makes a request: client certificate first, then bearer token, then cookie. */
public final class Callers {
    public static final String COOKIE = "pureboot_session";
    public static final String CSRF_COOKIE = "pureboot_csrf";
    static final String CSRF_HEADER = "X-CSRF-Token";
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final String BEARER = "Bearer ";

    private final SignIns signIns;
    private final Credentials credentials;
    private final Presence presence;

    public Callers(SignIns signIns, Credentials credentials, Presence presence) {
        this.signIns = signIns;
        this.credentials = credentials;
        this.presence = presence;
    }

    /** Anonymous when nothing is presented; a 401 when what is presented is not accepted. */
    Caller of(Context context) {
        if (context.req().getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0) {
            String node = credentials
                    .nodeOf(chain[0])
                    .orElseThrow(() -> new ProblemException(
                            ProblemType.NOT_AUTHENTICATED,
                            "This client certificate is not accepted (any more): enrol again with a new token."));
            presence.seen(node);
            return new Caller.Node(node);
        }
        String header = context.header("Authorization");
        if (header != null) {
            return bearer(header);
        }
        String cookie = context.cookie(COOKIE);
        // A cookie that has expired is no reason to refuse what anybody may see, the sign-in page for one.
        return cookie == null
                ? new Caller.Anonymous()
                : signIns.holder(cookie, true).<Caller>map(person -> person).orElseGet(Caller.Anonymous::new);
    }

    private Caller bearer(String header) {
        Optional<Caller.Person> person = header.startsWith(BEARER)
                ? signIns.holder(header.substring(BEARER.length()).strip(), false)
                : Optional.empty();
        return person.orElseThrow(() ->
                new ProblemException(ProblemType.NOT_AUTHENTICATED, "The token is unknown or expired: sign in again."));
    }

    /** A change that a cookie vouches for must repeat the token other sites cannot read. */
    static void checkCsrf(Caller caller, Context context) {
        if (caller instanceof Caller.Person person && !person.csrf().isEmpty()) {
            String header = context.header(CSRF_HEADER);
            if (header == null || !Secrets.same(header, person.csrf())) {
                throw new ProblemException(
                        ProblemType.FORBIDDEN,
                        "Send the value of the cookie " + CSRF_COOKIE + " as header " + CSRF_HEADER + ".");
            }
        }
    }
}
