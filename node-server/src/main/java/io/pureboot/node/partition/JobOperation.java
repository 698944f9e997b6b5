package io.pureboot.node.partition;

import io.pureboot.protocol.partition.OperationParams;
import io.pureboot.protocol.partition.PartitionOperation;
import java.util.Map;

/** An operation with the id it has in the queue. */
public record JobOperation(String id, String operation, Map<String, Object> params) {
    public JobOperation {
        params = Map.copyOf(params);
    }

    public static JobOperation of(String id, PartitionOperation operation) {
        return new JobOperation(id, operation.kind(), OperationParams.of(operation));
    }

    public PartitionOperation parsed() {
        return OperationParams.parse(operation, params);
    }
}
