package io.pureboot.controller.auth;

import io.pureboot.controller.ca.PasswordHash;
import io.pureboot.controller.check.Fields;
import io.pureboot.controller.check.Secrets;
import io.pureboot.controller.store.UserStore;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signing in and out, and API tokens. Tokens are kept as digests only. */
public final class SignIns {
    public static final Duration SESSION_LIFETIME = Duration.ofHours(12);
    private static final String SESSION = "session";
    private static final String API = "api";

    private final UserStore store;
    private final Clock clock;
    private final GuessLimit byAddress;
    private final GuessLimit byName;
    private volatile @Nullable String decoy;

    public SignIns(UserStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.byAddress = new GuessLimit(20, Duration.ofMinutes(5), clock);
        this.byName = new GuessLimit(5, Duration.ofMinutes(1), clock);
    }

    /** A new sign-in: the bearer token, what CSRF headers must say, and whose it is. */
    public record SignIn(String token, String csrf, UserStore.User user, Instant expiresAt) {}

    public SignIn signIn(@Nullable String username, @Nullable String password, String address) {
        new Fields()
                .requiredText("username", username, 64)
                .required("password", password)
                .check(password == null || password.length() <= 200, "password", "is longer than 200 characters")
                .orThrow();
        String name = String.valueOf(username);
        Duration wait = max(byAddress.wait(address), byName.wait(name));
        if (!wait.isZero()) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS,
                    "Too many failed sign-ins: wait " + (wait.toSeconds() + 1) + " seconds.");
        }
        Optional<UserStore.User> user = store.byName(name);
        // An unknown name costs as much time as a wrong password, so that names cannot be found out.
        boolean right = PasswordHash.matches(
                String.valueOf(password), user.map(UserStore.User::passwordHash).orElseGet(this::decoyHash));
        if (user.isEmpty() || !right) {
            byAddress.failed(address);
            byName.failed(name);
            throw new ProblemException(ProblemType.NOT_AUTHENTICATED, "The user name or the password is wrong.");
        }
        byName.succeeded(name);
        String secret = Secrets.token();
        Instant expires = clock.instant().plus(SESSION_LIFETIME);
        add(secret, user.get(), SESSION, null, expires);
        return new SignIn(secret, csrfOf(secret), user.get(), expires);
    }

    /** A long-lived token for programs, with the rights of the user; shown this once. */
    public SignIn apiToken(UserStore.User user, @Nullable String note, Duration lifetime) {
        String secret = Secrets.token();
        Instant expires = clock.instant().plus(lifetime);
        add(secret, user, API, note, expires);
        return new SignIn(secret, "", user, expires);
    }

    public List<UserStore.Token> apiTokens(UserStore.User user) {
        return store.apiTokens(user.id());
    }

    public void revokeApiToken(UserStore.User user, String id) {
        if (store.apiTokens(user.id()).stream().noneMatch(token -> token.id().equals(id))) {
            throw ProblemException.notFound("You have no API token '" + id + "'.");
        }
        store.deleteToken(id);
    }

    /** Who holds this token; empty when it is unknown or expired. */
    public Optional<Caller.Person> holder(String secret, boolean fromCookie) {
        return store.token(Secrets.sha256(secret), clock.instant())
                .flatMap(token -> store.byId(token.userId())
                        .map(user -> new Caller.Person(user, token, fromCookie ? csrfOf(secret) : "")));
    }

    public void signOut(Caller.Person person) {
        store.deleteToken(person.token().id());
    }

    public void sweep() {
        store.sweep(clock.instant());
    }

    private void add(String secret, UserStore.User user, String kind, @Nullable String note, Instant expires) {
        store.addToken(
                Secrets.sha256(secret),
                new UserStore.Token(UUID.randomUUID().toString(), user.id(), kind, note, clock.instant(), expires));
    }

    /** Derived from the token, so that nothing more has to be kept and another site cannot know it. */
    private static String csrfOf(String secret) {
        return Secrets.sha256("csrf:" + secret);
    }

    private String decoyHash() {
        String hash = decoy;
        if (hash == null) {
            hash = PasswordHash.of(Secrets.token());
            decoy = hash;
        }
        return hash;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
