package io.pureboot.controller.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables {@code enrolment_tokens} (as hashes) and {@code node_certificates} (the serials still accepted). */
public final class EnrolmentStore {
    private final Database database;

    public EnrolmentStore(Database database) {
        this.database = database;
    }

    /** @param nodeId the node it is for, or null */
    public void addToken(
            String sha256,
            @Nullable String note,
            String createdBy,
            @Nullable String nodeId,
            Instant createdAt,
            Instant expiresAt) {
        database.update(
                "INSERT INTO enrolment_tokens (token_sha256, note, created_by, for_node, created_at, expires_at)"
                        + " VALUES (?,?,?,?,?,?)",
                sha256,
                note,
                createdBy,
                nodeId,
                createdAt,
                expiresAt);
    }

    /** The node a token is for, if it is for one. */
    public Optional<String> nodeOf(String sha256) {
        return database.one(
                row -> row.text("for_node"),
                "SELECT for_node FROM enrolment_tokens WHERE token_sha256=? AND for_node IS NOT NULL",
                sha256);
    }

    /**
     * Uses the token up; false when it is unknown, expired or used. Used by the same node for the same key it is good
     * still: the answer may not have arrived.
     *
     * @param keySha256 digest of what a certificate is asked for
     */
    public boolean redeem(String sha256, String nodeId, String keySha256, Instant now) {
        return database.update(
                        "UPDATE enrolment_tokens SET used_at=?, used_by_node=?, used_key_sha256=?"
                                + " WHERE token_sha256=? AND expires_at > ?"
                                + " AND (used_at IS NULL OR (used_by_node=? AND used_key_sha256=?))",
                        now,
                        nodeId,
                        keySha256,
                        sha256,
                        now,
                        nodeId,
                        keySha256)
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
