package io.pureboot.controller.store;

import io.pureboot.protocol.disk.DiskInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Tables {@code disk_info} and {@code disk_details}: the last scan of each node. */
public final class DiskStore {
    private static final String SELECT =
            "SELECT i.device, d.details_json FROM disk_info i JOIN disk_details d ON d.disk_id = i.id";

    private final Database database;

    public DiskStore(Database database) {
        this.database = database;
    }

    public List<DiskInfo> of(String nodeId) {
        return database.list(
                row -> row.json("details_json", DiskInfo.class),
                SELECT + " WHERE i.node_id=? ORDER BY length(i.device), i.device",
                nodeId);
    }

    /** What a replacement did. */
    public record Change(int created, int updated, int removed) {}

    /** Makes these the disks of the node: known ones keep their id, vanished ones go. */
    public Change replace(String nodeId, List<DiskInfo> disks) {
        return database.transaction(() -> {
            Set<String> known = new HashSet<>(
                    database.list(row -> row.text("device"), "SELECT device FROM disk_info WHERE node_id=?", nodeId));
            int before = known.size();
            int updated = 0;
            for (DiskInfo disk : disks) {
                updated += known.remove(disk.device()) ? 1 : 0;
                save(nodeId, disk);
            }
            known.forEach(
                    device -> database.update("DELETE FROM disk_info WHERE node_id=? AND device=?", nodeId, device));
            return new Change(disks.size() - updated, updated, before - updated);
        });
    }

    private void save(String nodeId, DiskInfo disk) {
        database.update(
                """
                INSERT INTO disk_info (id, node_id, device, size_bytes, model, serial, partition_table,
                    partitions_json, scanned_at) VALUES (?,?,?,?,?,?,?,?,?)
                ON CONFLICT(node_id, device) DO UPDATE SET size_bytes=excluded.size_bytes, model=excluded.model,
                    serial=excluded.serial, partition_table=excluded.partition_table,
                    partitions_json=excluded.partitions_json, scanned_at=excluded.scanned_at
                """,
                UUID.randomUUID().toString(),
                nodeId,
                disk.device(),
                disk.sizeBytes(),
                disk.model(),
                disk.serial(),
                disk.partitionTable(),
                NodeStore.json(disk.partitions()),
                disk.scannedAt());
        database.update("""
                INSERT INTO disk_details (disk_id, details_json)
                VALUES ((SELECT id FROM disk_info WHERE node_id=? AND device=?), ?)
                ON CONFLICT(disk_id) DO UPDATE SET details_json=excluded.details_json
                """, nodeId, disk.device(), NodeStore.json(disk));
    }
}
