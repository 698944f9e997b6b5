package io.pureboot.protocol.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OperationParamsTest {
    @Test
    @DisplayName("TP5 SO1 all six operations are read from the seed's params, and written back")
    void six() {
        check("resize", Map.of("partition", 2, "new_size_bytes", 85899345920L));
        check(
                "create",
                Map.of(
                        "start_bytes", 107374182400L,
                        "size_bytes", 21474836480L,
                        "type", "linux",
                        "filesystem", "ext4",
                        "label", "data"));
        check("delete", Map.of("partition", 3));
        check("format", Map.of("partition", 2, "filesystem", "ext4", "label", "root"));
        check("set_flag", Map.of("partition", 1, "flag", "boot", "value", true));
        check("move", Map.of("partition", 1, "new_start_bytes", 1048576L));
        assertTrue(refused("merge", Map.of()).detail().contains("must be one of resize"));
    }

    @Test
    @DisplayName("OP2 end_bytes is taken instead of size_bytes, and must not contradict it")
    void end() {
        assertEquals(
                new PartitionOperation.Create(100, 50, null, null, null, null),
                OperationParams.parse("create", Map.of("start_bytes", 100, "end_bytes", 150)));
        refused("create", Map.of("start_bytes", 100, "size_bytes", 10, "end_bytes", 150));
        refused("create", Map.of("start_bytes", 100));
    }

    @Test
    @DisplayName("OP5 value is a JSON boolean; on, off and state are taken too")
    void state() {
        assertEquals(
                new PartitionOperation.SetFlag(1, "esp", true),
                OperationParams.parse("set_flag", Map.of("partition", 1, "flag", "esp", "state", "on")));
        assertEquals(
                new PartitionOperation.SetFlag(1, "esp", false),
                OperationParams.parse("set_flag", Map.of("partition", 1, "flag", "esp", "value", "off")));
        refused("set_flag", Map.of("partition", 1, "flag", "esp", "value", 1));
    }

    @Test
    @DisplayName("TP6 SO2 unknown keys, missing ones and wrong types are refused by name")
    void schema() {
        assertTrue(refused("delete", Map.of("partition", 1, "force", true))
                .detail()
                .contains("params.force is not known"));
        assertTrue(refused("resize", Map.of("partition", 1)).detail().contains("params.new_size_bytes is required"));
        assertTrue(refused("delete", Map.of("partition", "1")).detail().contains("must be a whole number"));
        assertTrue(refused("delete", Map.of("partition", 0)).detail().contains("at least 1"));
        assertTrue(refused("resize", Map.of("partition", 1, "new_size_bytes", Long.MAX_VALUE))
                .detail()
                .contains("at most"));
        refused("format", Map.of("partition", 1, "filesystem", 4));
    }

    private static void check(String operation, Map<String, Object> params) {
        PartitionOperation parsed = OperationParams.parse(operation, params);
        assertEquals(operation, parsed.kind());
        Map<String, Object> written = OperationParams.of(parsed);
        assertEquals(params.keySet(), written.keySet());
        params.forEach((key, value) -> assertEquals(value.toString(), String.valueOf(written.get(key))));
    }

    private static ProblemException refused(String operation, Map<String, Object> params) {
        ProblemException problem = assertThrows(ProblemException.class, () -> OperationParams.parse(operation, params));
        assertEquals(ProblemType.VALIDATION, problem.type());
        return problem;
    }
}
