package io.pureboot.controller.http;

import static io.pureboot.controller.http.Access.ADMIN;
import static io.pureboot.controller.http.Access.PERSON;
import static io.pureboot.controller.http.Access.PUBLIC;

import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.pureboot.controller.auth.Audit;
import io.pureboot.controller.auth.Caller;
import io.pureboot.controller.auth.SignIns;
import io.pureboot.controller.auth.Users;
import io.pureboot.controller.check.Fields;
import io.pureboot.controller.store.AuditStore;
import io.pureboot.controller.store.UserStore;
import io.pureboot.protocol.ApiListResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** People: signing in and out, users, API tokens, the audit log. */
public final class AuthRoutes {
    /** Who wants in. */
    public record Login(@Nullable String username, @Nullable String password) {}

    /** The token for {@code Authorization: Bearer}, and what {@code X-CSRF-Token} must say when the cookie is used. */
    public record LoginAnswer(String token, String csrfToken, String username, String role, Instant expiresAt) {}

    /** Who the caller is. */
    public record Me(String id, String username, String role) {}

    /** A user to make, or what to change of one (null leaves it). */
    public record UserRequest(
            @Nullable String username,
            @Nullable String password,
            @Nullable String role) {}

    /** A user without the password. */
    public record UserView(String id, String username, String role, Instant createdAt) {}

    /** Asks for an API token; lifetime in days, 90 when absent. */
    public record ApiTokenRequest(
            @Nullable String note, @Nullable Integer days) {}

    /** A new API token, shown this once. */
    public record ApiTokenAnswer(String token, Instant expiresAt) {}

    private AuthRoutes() {}

    public static List<Route> of(Users users, SignIns signIns, Audit audit) {
        return List.of(
                Route.post("/auth/login", PUBLIC, "Sign in")
                        .takes(Login.class)
                        .gives(LoginAnswer.class)
                        .does(x -> login(x, signIns)),
                Route.post("/auth/logout", PERSON, "Sign out").does(x -> {
                    signIns.signOut(x.person());
                    x.context().removeCookie(Callers.COOKIE, "/");
                    x.context().removeCookie(Callers.CSRF_COOKIE, "/");
                    return Map.of();
                }),
                Route.get("/auth/me", PERSON, "Show who is signed in")
                        .gives(Me.class)
                        .does(x -> me(x.person())),
                Route.get("/auth/tokens", PERSON, "List one's own API tokens")
                        .givesList(UserStore.Token.class)
                        .does(x ->
                                ApiListResponse.of(signIns.apiTokens(x.person().user()))),
                Route.post("/auth/tokens", PERSON, "Make an API token with one's own rights")
                        .takes(ApiTokenRequest.class)
                        .gives(ApiTokenAnswer.class)
                        .does(x -> apiToken(x, signIns)),
                Route.of("DELETE", "/auth/tokens/{token_id}", PERSON, "Revoke an API token")
                        .does(x -> {
                            signIns.revokeApiToken(x.person().user(), x.path("token_id"));
                            return Map.of("id", x.path("token_id"));
                        }),
                Route.get("/users", ADMIN, "List users")
                        .givesList(UserView.class)
                        .does(x -> ApiListResponse.of(
                                users.all().stream().map(AuthRoutes::view).toList())),
                Route.post("/users", ADMIN, "Make a user")
                        .takes(UserRequest.class)
                        .gives(UserView.class)
                        .answering(201)
                        .does(x -> {
                            UserRequest wanted = x.body(UserRequest.class);
                            return view(users.create(wanted.username(), wanted.password(), wanted.role()));
                        }),
                Route.of("PATCH", "/users/{user_id}", ADMIN, "Change a user's password or role")
                        .takes(UserRequest.class)
                        .gives(UserView.class)
                        .does(x -> {
                            UserRequest wanted = x.body(UserRequest.class);
                            new Fields()
                                    .check(wanted.username() == null, "username", "cannot be changed")
                                    .orThrow();
                            return view(users.change(x.path("user_id"), wanted.password(), wanted.role()));
                        }),
                Route.of("DELETE", "/users/{user_id}", ADMIN, "Delete a user").does(x -> {
                    users.delete(x.path("user_id"));
                    return Map.of("id", x.path("user_id"));
                }),
                Route.get("/audit", ADMIN, "Show the audit log, newest first")
                        .givesList(AuditStore.Entry.class)
                        .queries("limit", "offset")
                        .does(x -> ApiListResponse.of(
                                audit.list((int) x.number("limit", 100, 1, 1000), (int)
                                        x.number("offset", 0, 0, Integer.MAX_VALUE)),
                                audit.count())));
    }

    private static LoginAnswer login(Exchange x, SignIns signIns) {
        Login login = x.body(Login.class);
        RouteHandler.detail(x, "user " + String.valueOf(login.username()).replaceAll("[^A-Za-z0-9._@-]", "?"));
        SignIns.SignIn signIn = signIns.signIn(login.username(), login.password(), x.remoteAddress());
        int seconds = (int) SignIns.SESSION_LIFETIME.toSeconds();
        x.context().cookie(new Cookie(Callers.COOKIE, signIn.token(), "/", seconds, true, true, null, SameSite.STRICT));
        x.context()
                .cookie(new Cookie(
                        Callers.CSRF_COOKIE, signIn.csrf(), "/", seconds, true, false, null, SameSite.STRICT));
        return new LoginAnswer(
                signIn.token(),
                signIn.csrf(),
                signIn.user().username(),
                signIn.user().role(),
                signIn.expiresAt());
    }

    private static ApiTokenAnswer apiToken(Exchange x, SignIns signIns) {
        ApiTokenRequest request = x.body(ApiTokenRequest.class);
        new Fields()
                .text("note", request.note(), 255)
                .range("days", request.days(), 1, 3650)
                .orThrow();
        SignIns.SignIn made = signIns.apiToken(
                x.person().user(), request.note(), Duration.ofDays(request.days() == null ? 90 : request.days()));
        return new ApiTokenAnswer(made.token(), made.expiresAt());
    }

    private static Me me(Caller.Person person) {
        return new Me(
                person.user().id(), person.user().username(), person.user().role());
    }

    private static UserView view(UserStore.User user) {
        return new UserView(user.id(), user.username(), user.role(), user.createdAt());
    }
}
