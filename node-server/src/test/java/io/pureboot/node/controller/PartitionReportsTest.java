package io.pureboot.node.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.partition.PartitionJob;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionReportsTest {
    @TempDir
    Path temp;

    private final RecordingController controller = new RecordingController(Delivery.ACCEPTED);
    private final AtomicInteger ends = new AtomicInteger();
    private OfflineQueue queue;
    private PartitionReports reports;

    @BeforeEach
    void begin() throws IOException {
        queue = new OfflineQueue(temp.resolve("queue"), controller, RecordingController.quick(), Clock.systemUTC());
        reports = new PartitionReports(queue, () -> "n-1", ends::incrementAndGet);
    }

    @AfterEach
    void end() throws IOException {
        queue.close();
    }

    @Test
    @DisplayName("TP8 TP9 every job is told of, also one that the controller has not ordered; of its progress the last")
    void tellsOfEveryJob() throws Exception {
        PartitionJob job = job("own", "running");
        reports.operation(job, job.operations().getFirst());
        reports.changed(job);
        reports.changed(job);
        assertEquals(0, ends.get());
        reports.changed(job("own", "completed"));
        assertEquals(1, ends.get(), "the disk is scanned anew");
        assertEquals(List.of("report own running", "progress own running", "report own completed"), told());
    }

    @Test
    @DisplayName("TP8 a job that ends while it is being told of is told of as ended, last")
    void theEndComesLast() throws Exception {
        PartitionJob[] now = {job("own", "running")};
        reports.tell(() -> {
            PartitionJob before = now[0];
            if (before.running()) {
                now[0] = job("own", "completed");
                // Its own thread tells of the end before the one that asked has told what it saw.
                reports.changed(now[0]);
            }
            return Optional.of(before);
        });
        assertEquals(List.of("report own completed", "progress own running", "report own completed"), told());
        reports.tell(Optional::empty);
        assertTrue(told().isEmpty());
    }

    /** What the controller was told since this was last asked, each with its kind. */
    private List<String> told() throws Exception {
        int before = controller.accepted().size();
        assertTrue(queue.flushQueue());
        List<String> told = new ArrayList<>();
        for (String update :
                controller.accepted().subList(before, controller.accepted().size())) {
            String endpoint = update.substring(0, update.indexOf('|'));
            PartitionJob job =
                    ProtocolJson.mapper().readValue(update.substring(endpoint.length() + 1), PartitionJob.class);
            assertTrue(endpoint.startsWith("nodes/n-1/partition-operations/"), endpoint);
            told.add(endpoint.substring(endpoint.lastIndexOf('/') + 1) + " " + job.id() + " " + job.state());
        }
        return told;
    }

    private static PartitionJob job(String id, String state) {
        List<PartitionJob.Operation> operations = List.of(new PartitionJob.Operation("op", "move", "running", null));
        return new PartitionJob(
                id, "/dev/sda", state, 0, 3, null, 0, 0, null, null, null, null, operations, Instant.EPOCH);
    }
}
