package io.pureboot.controller.node;

import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.NodeRow;
import io.pureboot.controller.store.NodeStore;
import io.pureboot.protocol.node.NodeRegistration;
import io.pureboot.protocol.problem.ProblemException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All nodes, in memory and in the store. Thread-safe: its only lock is the database's, so that no two can cross. */
public final class Nodes {
    private final Database database;
    private final NodeStore store;
    private final Map<String, NodeRow> rows = new ConcurrentHashMap<>();

    public Nodes(Database database, NodeStore store) {
        this.database = database;
        this.store = store;
        store.all().forEach(row -> rows.put(row.id(), row));
    }

    public Optional<NodeRow> find(@Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(rows.get(id));
    }

    /** A 404 when there is no such node. */
    public NodeRow get(String id) {
        return find(id).orElseThrow(() -> ProblemException.notFound("There is no node '" + id + "'."));
    }

    /** Oldest first. */
    public List<NodeRow> all() {
        return rows.values().stream()
                .sorted(Comparator.comparing(NodeRow::createdAt).thenComparing(NodeRow::id))
                .toList();
    }

    public NodeRow save(NodeRow row) {
        return database.transaction(() -> {
            store.save(row);
            rows.put(row.id(), row);
            return row;
        });
    }

    /** Changes a node; nothing is written when the change leaves it as it is. A 404 when there is none. */
    public NodeRow update(String id, UnaryOperator<NodeRow> change) {
        return database.transaction(() -> {
            NodeRow before = get(id);
            NodeRow after = change.apply(before);
            return after.equals(before) ? before : save(after);
        });
    }

    public void delete(String id) {
        database.transaction(() -> {
            store.delete(id);
            rows.remove(id);
            return id;
        });
    }

    /**
     * The node a machine already is: same MAC address and host name as when it enrolled (two node programs on one computer
     * differ by name) and not another firmware UUID, or a node with the same MAC address that was never enrolled.
     */
    public Optional<NodeRow> sameMachine(NodeRegistration machine) {
        return all().stream().filter(row -> same(row, machine)).findFirst();
    }

    private static boolean same(NodeRow row, NodeRegistration machine) {
        NodeRegistration known = row.machine();
        if (machine.macAddress() == null || !machine.macAddress().equalsIgnoreCase(known.macAddress())) {
            return false;
        }
        return row.enrolledAt() == null
                || (agree(FirmwareUuid.identity(known.systemUuid()), FirmwareUuid.identity(machine.systemUuid()))
                        && Objects.equals(row.enrolledName(), machine.hostname()));
    }

    /** What one of both does not know does not tell them apart. */
    private static boolean agree(@Nullable String known, @Nullable String told) {
        return known == null || told == null || known.equals(told);
    }

    /** The node a boot was meant for, if the machine that booted has its MAC address. */
    public Optional<NodeRow> meant(@Nullable String id, NodeRegistration machine) {
        return id == null
                ? Optional.empty()
                : find(id).filter(row -> machine.macAddress() != null
                        && machine.macAddress().equalsIgnoreCase(row.machine().macAddress()));
    }
}
