package io.pureboot.controller.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.node.NodeRegistration;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Table {@code nodes}. */
public final class NodeStore {
    private static final JavaType STRINGS =
            ProtocolJson.mapper().getTypeFactory().constructCollectionType(List.class, String.class);

    private final Database database;

    public NodeStore(Database database) {
        this.database = database;
    }

    public List<NodeRow> all() {
        return database.list(NodeStore::map, "SELECT * FROM nodes ORDER BY created_at, id");
    }

    /** Inserts the node or replaces all that is known of it. */
    public void save(NodeRow node) {
        NodeRegistration machine = node.machine();
        database.update(
                """
                INSERT INTO nodes (id, mac_address, hostname, ip_address, state, vendor, model, serial_number,
                    system_uuid, arch, boot_mode, cpu_count, memory_bytes, addresses_json, ui_url, pending_command,
                    scan_request_id, disk_scan_requested_at, enrolled_at, enrolled_name,
                    last_seen_at, created_at, updated_at)
                VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
                ON CONFLICT(id) DO UPDATE SET mac_address=excluded.mac_address, hostname=excluded.hostname,
                    ip_address=excluded.ip_address, state=excluded.state, vendor=excluded.vendor, model=excluded.model,
                    serial_number=excluded.serial_number, system_uuid=excluded.system_uuid, arch=excluded.arch,
                    boot_mode=excluded.boot_mode, cpu_count=excluded.cpu_count, memory_bytes=excluded.memory_bytes,
                    addresses_json=excluded.addresses_json, ui_url=excluded.ui_url,
                    pending_command=excluded.pending_command, scan_request_id=excluded.scan_request_id,
                    disk_scan_requested_at=excluded.disk_scan_requested_at, enrolled_at=excluded.enrolled_at,
                    enrolled_name=excluded.enrolled_name,
                    last_seen_at=excluded.last_seen_at, updated_at=excluded.updated_at
                """,
                node.id(),
                machine.macAddress(),
                machine.hostname(),
                node.ipAddress(),
                node.state(),
                machine.vendor(),
                machine.model(),
                machine.serialNumber(),
                machine.systemUuid(),
                machine.arch(),
                machine.bootMode(),
                machine.cpuCount(),
                machine.memoryBytes(),
                json(machine.addresses() == null ? List.of() : machine.addresses()),
                machine.uiUrl(),
                node.pendingCommand(),
                node.scanRequestId(),
                node.scanRequestedAt(),
                node.enrolledAt(),
                node.enrolledName(),
                node.lastSeenAt(),
                node.createdAt(),
                node.updatedAt());
    }

    /** Writes back when nodes were last heard from, all in one transaction. */
    public void saveSeen(Map<String, Instant> seen) {
        database.transaction(() -> {
            seen.forEach((id, at) -> database.update("UPDATE nodes SET last_seen_at=? WHERE id=?", at, id));
            return seen.size();
        });
    }

    public void delete(String id) {
        database.update("DELETE FROM nodes WHERE id=?", id);
    }

    static String json(Object value) {
        try {
            return ProtocolJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new StoreException("cannot write JSON", e);
        }
    }

    private static NodeRow map(Row row) throws SQLException {
        List<String> addresses = row.json("addresses_json", STRINGS);
        NodeRegistration machine = new NodeRegistration(
                row.textOrNull("hostname"),
                row.textOrNull("mac_address"),
                row.textOrNull("vendor"),
                row.textOrNull("model"),
                row.textOrNull("serial_number"),
                row.textOrNull("system_uuid"),
                row.textOrNull("arch"),
                row.textOrNull("boot_mode"),
                row.integerOrNull("cpu_count"),
                row.numberOrNull("memory_bytes"),
                addresses,
                row.textOrNull("ui_url"));
        return new NodeRow(
                row.text("id"),
                machine,
                row.textOrNull("ip_address"),
                row.text("state"),
                row.textOrNull("pending_command"),
                row.textOrNull("scan_request_id"),
                row.timeOrNull("disk_scan_requested_at"),
                row.timeOrNull("enrolled_at"),
                row.textOrNull("enrolled_name"),
                row.timeOrNull("last_seen_at"),
                row.time("created_at"),
                row.time("updated_at"));
    }
}
