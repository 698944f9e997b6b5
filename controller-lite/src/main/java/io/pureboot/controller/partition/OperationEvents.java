package io.pureboot.controller.partition;

import io.pureboot.controller.event.EventBus;
import io.pureboot.protocol.partition.PartitionOperationInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells the pages what becomes of operations. */
record OperationEvents(EventBus events) {
    void queued(PartitionOperationInfo row) {
        publish("partition.operation_queued", row, Map.of("device", row.device()));
    }

    /** Nothing for one that waits again. */
    void changed(PartitionOperationInfo row) {
        switch (row.status()) {
            case "running" -> publish("partition.operation_started", row, Map.of("operation", row.operation()));
            case "completed" -> publish("partition.operation_complete", row, Map.of("operation", row.operation()));
            case "failed" ->
                publish("partition.operation_failed", row, Map.of("error", String.valueOf(row.errorMessage())));
            default -> {}
        }
    }

    private void publish(String type, PartitionOperationInfo row, Map<String, Object> more) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("node_id", row.nodeId());
        data.put("operation_id", row.id());
        data.putAll(more);
        events.publish(type, data);
    }
}
