package io.pureboot.controller.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables {@code enrolment_tokens} (as hashes) and {@code node_certificates} (the serials still accepted). */
public final class EnrolmentStore {
    private final Database database;

    public EnrolmentStore(Database database) {
        this.database = database;
    }

    public void addToken(String sha256, @Nullable String note, String createdBy, Instant createdAt, Instant expiresAt) {
        database.update(
                "INSERT INTO enrolment_tokens (token_sha256, note, created_by, created_at, expires_at)"
                        + " VALUES (?,?,?,?,?)",
                sha256,
                note,
                createdBy,
                createdAt,
                expiresAt);
    }

    /** Uses the token up; false when it is unknown, expired or used. */
    public boolean redeem(String sha256, String nodeId, Instant now) {
        return database.update(
                        "UPDATE enrolment_tokens SET used_at=?, used_by_node=?"
                                + " WHERE token_sha256=? AND used_at IS NULL AND expires_at > ?",
                        now,
                        nodeId,
                        sha256,
                        now)
                == 1;
    }

    /** A serial that is accepted, and of which node. */
    public record Credential(String serial, String nodeId, Instant notAfter) {}

    public List<Credential> credentials(Instant now) {
        return database.list(
                row -> new Credential(row.text("serial"), row.text("node_id"), row.time("not_after")),
                "SELECT * FROM node_certificates WHERE not_after > ?",
                now);
    }

    public void addCredential(Credential credential) {
        database.update(
                "INSERT INTO node_certificates (serial, node_id, not_after) VALUES (?,?,?)",
                credential.serial(),
                credential.nodeId(),
                credential.notAfter());
    }

    public void removeCredentials(String nodeId) {
        database.update("DELETE FROM node_certificates WHERE node_id=?", nodeId);
    }

    /** Forgets what can no longer be used. */
    public void sweep(Instant now) {
        database.update("DELETE FROM node_certificates WHERE not_after <= ?", now);
        database.update("DELETE FROM enrolment_tokens WHERE expires_at <= ? AND used_at IS NULL", now);
    }
}
