package io.pureboot.controller.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
    @TempDir
    Path data;

    private Database open() throws IOException {
        return Database.open(data.resolve("pureboot.db"));
    }

    /** Name, type, NOT NULL, default and key of every column, as SQLite has it. */
    private static String columns(Database database, String table) {
        return String.join(
                "\n",
                database.list(
                        row -> row.text("name") + " " + row.text("type")
                                + (row.number("notnull") == 1 ? " NOT NULL" : "")
                                + (row.textOrNull("dflt_value") == null ? "" : " DEFAULT " + row.text("dflt_value"))
                                + (row.number("pk") == 1 ? " PRIMARY KEY" : ""),
                        "SELECT * FROM pragma_table_info('" + table + "')"));
    }

    private static List<String> references(Database database, String table) {
        return database.list(
                row -> row.text("from") + " -> " + row.text("table") + "." + row.text("to"),
                "SELECT * FROM pragma_foreign_key_list('" + table + "') ORDER BY \"from\"");
    }

    @Test
    @DisplayName(
            "TS1 TS2 TS3 TS4 TS5 TS6 TS7 TS8 TS9 TS10 TS11 TS12 TS13 TS14 TS15 TS16 TS17 TS18 TS19 TS20 TS21 TS22 TS23 TS24 TS25 TS26 TS27 TS28 table clone_sessions: 28 columns with the schema's names, types and defaults")
    void cloneSessions() throws IOException {
        try (Database database = open()) {
            assertEquals("""
                    id VARCHAR(36) PRIMARY KEY
                    name VARCHAR(255)
                    status VARCHAR(20) NOT NULL DEFAULT 'pending'
                    clone_mode VARCHAR(10) NOT NULL DEFAULT 'staged'
                    source_node_id VARCHAR(36) NOT NULL
                    target_node_id VARCHAR(36)
                    source_device VARCHAR(50) NOT NULL DEFAULT '/dev/sda'
                    target_device VARCHAR(50) NOT NULL DEFAULT '/dev/sda'
                    source_ip VARCHAR(45)
                    source_port INTEGER DEFAULT 9999
                    source_cert_pem TEXT
                    source_key_pem TEXT
                    target_cert_pem TEXT
                    target_key_pem TEXT
                    staging_backend_id VARCHAR(36)
                    staging_path VARCHAR(500)
                    staging_size_bytes BIGINT
                    staging_status VARCHAR(20)
                    resize_mode VARCHAR(20) DEFAULT 'none'
                    partition_plan_json TEXT
                    bytes_total BIGINT
                    bytes_transferred BIGINT DEFAULT 0
                    transfer_rate_bps BIGINT
                    error_message TEXT
                    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
                    started_at TIMESTAMP
                    completed_at TIMESTAMP
                    created_by VARCHAR(255)""", columns(database, "clone_sessions"));
            assertEquals(
                    List.of(
                            "source_node_id -> nodes.id",
                            "staging_backend_id -> storage_backends.id",
                            "target_node_id -> nodes.id"),
                    references(database, "clone_sessions"));
        }
    }

    @Test
    @DisplayName("TD1 TD2 TD3 TD4 TD5 TD6 TD7 TD8 TD9 TD10 table disk_info: 9 columns, unique by node and device")
    void diskInfo() throws IOException {
        try (Database database = open()) {
            assertEquals("""
                    id VARCHAR(36) PRIMARY KEY
                    node_id VARCHAR(36) NOT NULL
                    device VARCHAR(50) NOT NULL
                    size_bytes BIGINT NOT NULL
                    model VARCHAR(255)
                    serial VARCHAR(255)
                    partition_table VARCHAR(10)
                    partitions_json TEXT
                    scanned_at TIMESTAMP NOT NULL""", columns(database, "disk_info"));
            assertEquals(List.of("node_id -> nodes.id"), references(database, "disk_info"));
            assertTrue(database.list(row -> row.text("sql"), "SELECT sql FROM sqlite_schema WHERE name='disk_info'")
                    .getFirst()
                    .contains("UNIQUE(node_id, device)"));
        }
    }

    @Test
    @DisplayName(
            "TP1 TP2 TP3 TP4 TP5 TP6 TP7 TP8 TP9 TP10 TP11 TP12 table partition_operations: 11 columns and the index")
    void partitionOperations() throws IOException {
        try (Database database = open()) {
            assertEquals("""
                    id VARCHAR(36) PRIMARY KEY
                    node_id VARCHAR(36) NOT NULL
                    session_id VARCHAR(36)
                    device VARCHAR(50) NOT NULL
                    operation VARCHAR(20) NOT NULL
                    params_json TEXT NOT NULL
                    sequence INTEGER NOT NULL
                    status VARCHAR(20) NOT NULL DEFAULT 'pending'
                    error_message TEXT
                    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
                    executed_at TIMESTAMP""", columns(database, "partition_operations"));
            assertEquals(
                    List.of("node_id", "status"),
                    database.list(
                            row -> row.text("name"),
                            "SELECT name FROM pragma_index_info('idx_partition_ops_node_status') ORDER BY seqno"));
        }
    }

    @Test
    @DisplayName("TS15 the file is private, in WAL mode, with foreign keys on and a busy timeout")
    void pragmas() throws IOException {
        try (Database database = open()) {
            assertEquals(
                    "wal",
                    database.one(row -> row.text("journal_mode"), "PRAGMA journal_mode")
                            .orElseThrow());
            assertEquals(
                    1,
                    database.one(row -> row.number("foreign_keys"), "PRAGMA foreign_keys")
                            .orElseThrow());
            assertEquals(
                    5000,
                    database.one(row -> row.number("timeout"), "PRAGMA busy_timeout")
                            .orElseThrow());
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("pureboot.db"))));
            assertThrows(
                    StoreException.class,
                    () -> database.update(
                            "INSERT INTO clone_sessions (id, source_node_id) VALUES ('s', 'no such node')"));
        }
    }

    @Test
    @DisplayName("TS25 opening again changes nothing; a newer schema is refused")
    void versions() throws IOException {
        try (Database database = open()) {
            database.update("INSERT INTO nodes (id) VALUES ('n')");
        }
        try (Database database = open()) {
            NodeRow row = new NodeStore(database).all().getFirst();
            assertEquals("n", row.id());
            assertEquals("discovered", row.state());
            database.update("PRAGMA user_version = 99");
        }
        IOException refused = assertThrows(IOException.class, this::open);
        assertTrue(String.valueOf(refused.getMessage()).contains("newer version"), refused.getMessage());
    }

    @Test
    @DisplayName("TD2 a transaction happens whole or not at all, also a nested one")
    void transactions() throws IOException {
        try (Database database = open()) {
            assertThrows(
                    IllegalStateException.class,
                    () -> database.transaction(() -> {
                        database.update("INSERT INTO nodes (id) VALUES ('a')");
                        return database.transaction(() -> {
                            database.update("INSERT INTO nodes (id) VALUES ('b')");
                            throw new IllegalStateException("stop");
                        });
                    }));
            assertTrue(new NodeStore(database).all().isEmpty());
            database.update("INSERT INTO nodes (id) VALUES ('c')");
            assertEquals(1, new NodeStore(database).all().size());
        }
    }
}
