package io.pureboot.protocol.partition;

import io.pureboot.protocol.problem.FieldError;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads and writes the {@code params} of an operation. Unknown keys, missing ones and wrong types are a 422. */
public final class OperationParams {
    /** No sum of two leaves the range of numbers. */
    private static final long MOST = Long.MAX_VALUE / 4;

    private static final List<String> KINDS = List.of("resize", "create", "delete", "format", "move", "set_flag");

    private final Map<String, Object> params;
    private final Set<String> seen = new TreeSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    private OperationParams(Map<String, Object> params) {
        this.params = params;
    }

    /**
     * @param operation one of the six kinds
     * @throws ProblemException VALIDATION naming every wrong field
     */
    public static PartitionOperation parse(@Nullable String operation, @Nullable Map<String, Object> params) {
        if (operation == null || !KINDS.contains(operation)) {
            throw ProblemException.field("operation", "must be one of " + String.join(", ", KINDS));
        }
        OperationParams reader = new OperationParams(params == null ? Map.of() : params);
        PartitionOperation parsed = switch (operation) {
            case "resize" -> new PartitionOperation.Resize(reader.partition(), reader.bytes("new_size_bytes", 1));
            case "create" -> reader.create();
            case "delete" -> new PartitionOperation.Delete(reader.partition());
            case "format" ->
                new PartitionOperation.Format(
                        reader.partition(), filesystem(reader.required("filesystem")), reader.text("label"));
            case "move" -> new PartitionOperation.Move(reader.partition(), reader.bytes("new_start_bytes", 0));
            default -> new PartitionOperation.SetFlag(reader.partition(), reader.required("flag"), reader.state());
        };
        reader.orThrow();
        return parsed;
    }

    /** The params as the API shows them. */
    public static Map<String, Object> of(PartitionOperation operation) {
        Map<String, Object> params = new LinkedHashMap<>();
        switch (operation) {
            case PartitionOperation.Resize resize -> {
                params.put("partition", resize.partition());
                params.put("new_size_bytes", resize.newSizeBytes());
            }
            case PartitionOperation.Create create -> {
                params.put("start_bytes", create.startBytes());
                params.put("size_bytes", create.sizeBytes());
                putIfThere(params, "type", create.type());
                putIfThere(params, "filesystem", create.filesystem());
                putIfThere(params, "label", create.label());
                putIfThere(params, "partition_table", create.partitionTable());
            }
            case PartitionOperation.Delete delete -> params.put("partition", delete.partition());
            case PartitionOperation.Format format -> {
                params.put("partition", format.partition());
                params.put("filesystem", format.filesystem());
                putIfThere(params, "label", format.label());
            }
            case PartitionOperation.Move move -> {
                params.put("partition", move.partition());
                params.put("new_start_bytes", move.newStartBytes());
            }
            case PartitionOperation.SetFlag flag -> {
                params.put("partition", flag.partition());
                params.put("flag", flag.flag());
                params.put("value", flag.value());
            }
        }
        return params;
    }

    private static void putIfThere(Map<String, Object> params, String key, @Nullable String value) {
        if (value != null) {
            params.put(key, value);
        }
    }

    private PartitionOperation create() {
        long start = bytes("start_bytes", 0);
        long size;
        if (params.containsKey("end_bytes") && !params.containsKey("size_bytes")) {
            size = bytes("end_bytes", start + 1) - start;
        } else {
            size = bytes("size_bytes", 1);
            if (params.containsKey("end_bytes") && bytes("end_bytes", 1) != start + size) {
                error("end_bytes", "contradicts start_bytes and size_bytes; it is exclusive");
            }
        }
        String filesystem = text("filesystem");
        return new PartitionOperation.Create(
                start,
                size,
                text("type"),
                filesystem == null ? null : filesystem(filesystem),
                text("label"),
                table(text("partition_table")));
    }

    private @Nullable String table(@Nullable String name) {
        if (name == null) {
            return null;
        }
        String kind = name.equals("msdos") || name.equals("dos") ? "mbr" : name;
        if (!kind.equals("gpt") && !kind.equals("mbr")) {
            error("partition_table", "must be gpt or mbr");
        }
        return kind;
    }

    private static String filesystem(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "linux-swap" -> "swap";
            case "vfat", "fat" -> "fat32";
            default -> name.toLowerCase(Locale.ROOT);
        };
    }

    private int partition() {
        return (int) Math.min(bytes("partition", 1), Integer.MAX_VALUE);
    }

    private boolean state() {
        seen.add("value");
        seen.add("state");
        Object value = params.containsKey("value") ? params.get("value") : params.get("state");
        if (value instanceof Boolean bool) {
            return bool;
        }
        if ("on".equals(value) || "off".equals(value)) {
            return "on".equals(value);
        }
        error("value", "must be true or false");
        return false;
    }

    private long bytes(String key, long least) {
        seen.add(key);
        Object value = params.get(key);
        if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            if (number >= least && number <= MOST) {
                return number;
            }
            error(key, number < least ? "must be at least " + least : "must be at most " + MOST);
        } else {
            error(key, value == null ? "is required" : "must be a whole number");
        }
        return Math.max(least, 1);
    }

    private String required(String key) {
        String value = text(key);
        if (value == null) {
            error(key, "is required");
            return "";
        }
        return value;
    }

    private @Nullable String text(String key) {
        seen.add(key);
        Object value = params.get(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        error(key, "must be a text");
        return null;
    }

    private void error(String key, String what) {
        errors.add(new FieldError("params." + key, what));
    }

    private void orThrow() {
        for (String key : params.keySet()) {
            if (!seen.contains(key)) {
                error(key, "is not known; known are " + String.join(", ", seen));
            }
        }
        if (!errors.isEmpty()) {
            StringBuilder text = new StringBuilder();
            for (FieldError error : errors) {
                text.append(text.isEmpty() ? "" : "; ")
                        .append(error.field())
                        .append(' ')
                        .append(error.detail());
            }
            throw new ProblemException(ProblemType.VALIDATION, text.toString(), errors, null);
        }
    }
}
