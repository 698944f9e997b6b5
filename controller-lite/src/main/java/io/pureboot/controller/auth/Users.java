package io.pureboot.controller.auth;

import io.pureboot.controller.ca.PasswordHash;
import io.pureboot.controller.check.Fields;
import io.pureboot.controller.check.Secrets;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.UserStore;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** People who may sign in. Admins may change things, viewers look. */
public final class Users {
    public static final String ADMIN = "admin";
    public static final String VIEWER = "viewer";
    public static final List<String> ROLES = List.of(ADMIN, VIEWER);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final int MIN_PASSWORD = 10;
    private static final int MAX_PASSWORD = 200;

    private final Database database;
    private final UserStore store;
    private final Clock clock;

    public Users(Database database, UserStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    /** Makes the first user, {@code admin}, when there is none; the password to print when one was made up. */
    public Optional<String> first(@Nullable String wantedPassword) {
        return database.transaction(() -> {
            if (!store.users().isEmpty()) {
                return Optional.<String>empty();
            }
            String password = wantedPassword == null ? Secrets.token().substring(0, 20) : wantedPassword;
            store.save(new UserStore.User(
                    UUID.randomUUID().toString(), ADMIN, PasswordHash.of(password), ADMIN, clock.instant()));
            return wantedPassword == null ? Optional.of(password) : Optional.<String>empty();
        });
    }

    public List<UserStore.User> all() {
        return store.users();
    }

    public UserStore.User get(String id) {
        return store.byId(id).orElseThrow(() -> ProblemException.notFound("There is no user '" + id + "'."));
    }

    public UserStore.User create(@Nullable String username, @Nullable String password, @Nullable String role) {
        Fields fields = new Fields()
                .required("username", username)
                .check(
                        username == null || NAME.matcher(username).matches(),
                        "username",
                        "must be 1 to 64 letters, digits or . _ @ -")
                .required("role", role)
                .oneOf("role", role, ROLES);
        checkPassword(fields, "password", password);
        fields.orThrow();
        return database.transaction(() -> {
            if (store.byName(String.valueOf(username)).isPresent()) {
                throw new ProblemException(ProblemType.CONFLICT, "There is a user '" + username + "' already.");
            }
            UserStore.User user = new UserStore.User(
                    UUID.randomUUID().toString(),
                    String.valueOf(username),
                    PasswordHash.of(String.valueOf(password)),
                    String.valueOf(role),
                    clock.instant());
            store.save(user);
            return user;
        });
    }

    /** Changes role or password; a new password ends every sign-in and API token of that user. */
    public UserStore.User change(String id, @Nullable String password, @Nullable String role) {
        Fields fields = new Fields().oneOf("role", role, ROLES);
        if (password != null) {
            checkPassword(fields, "password", password);
        }
        fields.orThrow();
        return database.transaction(() -> {
            UserStore.User user = get(id);
            if (role != null && !role.equals(ADMIN)) {
                keepOneAdmin(user);
            }
            UserStore.User changed = new UserStore.User(
                    user.id(),
                    user.username(),
                    password == null ? user.passwordHash() : PasswordHash.of(password),
                    role == null ? user.role() : role,
                    user.createdAt());
            store.save(changed);
            if (password != null) {
                store.deleteTokens(id);
            }
            return changed;
        });
    }

    public void delete(String id) {
        database.transaction(() -> {
            keepOneAdmin(get(id));
            store.delete(id);
            return id;
        });
    }

    private void keepOneAdmin(UserStore.User leaving) {
        boolean another = store.users().stream()
                .anyMatch(user -> user.role().equals(ADMIN) && !user.id().equals(leaving.id()));
        if (!another) {
            throw new ProblemException(ProblemType.CONFLICT, "This is the only admin: make another one first.");
        }
    }

    private static void checkPassword(Fields fields, String field, @Nullable String password) {
        fields.required(field, password)
                .check(
                        password == null || (password.length() >= MIN_PASSWORD && password.length() <= MAX_PASSWORD),
                        field,
                        "must have " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters");
    }
}
