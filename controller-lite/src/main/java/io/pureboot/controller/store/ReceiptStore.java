package io.pureboot.controller.store;

import io.pureboot.protocol.session.SignedReceipt;
import java.time.Instant;
import java.util.Optional;

/** Table {@code receipts}: proofs of finished clones; they outlive their sessions. */
public final class ReceiptStore {
    private final Database database;

    public ReceiptStore(Database database) {
        this.database = database;
    }

    public Optional<SignedReceipt> find(String sessionId) {
        return database.one(
                row -> row.json("receipt_json", SignedReceipt.class),
                "SELECT receipt_json FROM receipts WHERE session_id=?",
                sessionId);
    }

    public boolean has(String sessionId) {
        return database.one(row -> row.number("n"), "SELECT 1 AS n FROM receipts WHERE session_id=?", sessionId)
                .isPresent();
    }

    public void add(String sessionId, SignedReceipt receipt, Instant now) {
        database.update(
                "INSERT INTO receipts (session_id, stored_at, receipt_json) VALUES (?,?,?)",
                sessionId,
                now,
                NodeStore.json(receipt));
    }
}
