package io.pureboot.controller.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables {@code users} and {@code access_tokens} (sign-ins and API tokens, as hashes). */
public final class UserStore {
    private final Database database;

    public UserStore(Database database) {
        this.database = database;
    }

    /** A person who may sign in; role is {@code admin} or {@code viewer}. */
    public record User(String id, String username, String passwordHash, String role, Instant createdAt) {}

    /** A sign-in ({@code kind} session) or an API token ({@code kind} api). */
    public record Token(
            String id, String userId, String kind, @Nullable String note, Instant createdAt, Instant expiresAt) {}

    public List<User> users() {
        return database.list(UserStore::user, "SELECT * FROM users ORDER BY username");
    }

    public Optional<User> byId(String id) {
        return database.one(UserStore::user, "SELECT * FROM users WHERE id=?", id);
    }

    public Optional<User> byName(String username) {
        return database.one(UserStore::user, "SELECT * FROM users WHERE username=?", username);
    }

    public void save(User user) {
        database.update(
                "INSERT INTO users (id, username, password_hash, role, created_at) VALUES (?,?,?,?,?)"
                        + " ON CONFLICT(id) DO UPDATE SET password_hash=excluded.password_hash, role=excluded.role",
                user.id(),
                user.username(),
                user.passwordHash(),
                user.role(),
                user.createdAt());
    }

    public void delete(String id) {
        database.update("DELETE FROM users WHERE id=?", id);
    }

    public void addToken(String sha256, Token token) {
        database.update(
                "INSERT INTO access_tokens (id, token_sha256, user_id, kind, note, created_at, expires_at)"
                        + " VALUES (?,?,?,?,?,?,?)",
                token.id(),
                sha256,
                token.userId(),
                token.kind(),
                token.note(),
                token.createdAt(),
                token.expiresAt());
    }

    public Optional<Token> token(String sha256, Instant now) {
        return database.one(
                UserStore::tokenRow,
                "SELECT * FROM access_tokens WHERE token_sha256=? AND expires_at > ?",
                sha256,
                now);
    }

    public List<Token> apiTokens(String userId) {
        return database.list(
                UserStore::tokenRow,
                "SELECT * FROM access_tokens WHERE user_id=? AND kind='api' ORDER BY created_at",
                userId);
    }

    public void deleteToken(String id) {
        database.update("DELETE FROM access_tokens WHERE id=?", id);
    }

    /** Ends every sign-in and API token of a person. */
    public void deleteTokens(String userId) {
        database.update("DELETE FROM access_tokens WHERE user_id=?", userId);
    }

    public void sweep(Instant now) {
        database.update("DELETE FROM access_tokens WHERE expires_at <= ?", now);
    }

    private static User user(Row row) throws java.sql.SQLException {
        return new User(
                row.text("id"),
                row.text("username"),
                row.text("password_hash"),
                row.text("role"),
                row.time("created_at"));
    }

    private static Token tokenRow(Row row) throws java.sql.SQLException {
        return new Token(
                row.text("id"),
                row.text("user_id"),
                row.text("kind"),
                row.textOrNull("note"),
                row.time("created_at"),
                row.time("expires_at"));
    }
}
