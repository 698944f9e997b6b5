package io.pureboot.node.partition;

import static io.pureboot.node.partition.JobRig.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.node.disk.DiskScanner;
import io.pureboot.node.disk.Disks;
import io.pureboot.node.disk.SystemDiskScanner;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperationCreate;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionDeskTest {
    @TempDir
    Path folder;

    /** Lets the first job begin its first operation and no more. */
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    @DisplayName(
            "ED7 OP4 applied twice, a queue is carried out once: what a job has not come to yet is not applied anew")
    void appliedTwice() throws Exception {
        Prerequisites.requireLoop();
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 64 * MIB, 512)) {
            Disks.partition(loop.path(), "label: gpt\nsize=20M, type=L\nsize=20M, type=L\n");
            Disks.output("partx", "-u", loop.path().toString());
            String device = loop.path().toString();
            DiskScanner scanner = new SystemDiskScanner(
                    BlockDevices.ofThisMachine(),
                    InUse.ofThisMachine(),
                    Disks.RUNNER,
                    Optional.of(List.of(device)),
                    Clock.systemUTC());
            try (PartitionJobs jobs =
                    new PartitionJobs(folder.resolve("jobs"), scanner, Disks.RUNNER, held(), Clock.systemUTC())) {
                PartitionDesk desk = new PartitionDesk(jobs, late(scanner, jobs), Clock.systemUTC());
                for (int partition : new int[] {1, 2}) {
                    desk.add(
                            device,
                            new PartitionOperationCreate(
                                    "format", Map.of("partition", partition, "filesystem", "ext4")));
                }
                String id = desk.apply(device, null).jobId();
                ProblemException refused = assertThrows(ProblemException.class, () -> desk.apply(device, null));
                assertEquals(ProblemType.CONFLICT, refused.type());
                goOn.countDown();
                jobs.await(id);
                assertEquals("completed", jobs.get(id).state());
                assertEquals(1, jobs.all().size());
                assertEquals(
                        ProblemType.QUEUE_EMPTY,
                        assertThrows(ProblemException.class, () -> desk.apply(device, null))
                                .type());
            } finally {
                goOn.countDown();
            }
        }
    }

    private JobEvents held() {
        return new JobEvents() {
            @Override
            public void operation(PartitionJob job, PartitionJob.Operation operation) {}

            @Override
            public void changed(PartitionJob job) {
                try {
                    assertTrue(goOn.await(60, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    /** A scan that takes as long as the job that is under way. */
    private DiskScanner late(DiskScanner scanner, PartitionJobs jobs) {
        return new DiskScanner() {
            @Override
            public List<DiskInfo> scan() throws IOException {
                return scanner.scan();
            }

            @Override
            public DiskInfo scan(String device) throws IOException {
                Optional<PartitionJob> job = jobs.lastOf(device);
                if (job.isPresent()) {
                    goOn.countDown();
                    try {
                        jobs.await(job.get().id());
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
                return scanner.scan(device);
            }
        };
    }
}
