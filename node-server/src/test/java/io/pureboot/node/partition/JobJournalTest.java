package io.pureboot.node.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pureboot.node.disk.Disks;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.partition.PartitionOperation;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobJournalTest {
    @TempDir
    Path folder;

    private static JobHeader header() {
        return new JobHeader(
                "job",
                "/dev/sda",
                new DiskIdentity(1 << 30, null, null, null),
                List.of(JobOperation.of("one", new PartitionOperation.Delete(1))),
                List.of(),
                List.of(),
                Instant.EPOCH,
                null);
    }

    @Test
    @DisplayName("X6 the folder is full in the midst of a line: that fails, and what is written later is read")
    void fullFolder() throws IOException {
        Prerequisites.requireLoop();
        Path mount = Files.createDirectory(folder.resolve("small"));
        Disks.output("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mount.toString());
        try {
            Path job = mount.resolve("job");
            JobJournal.create(job, header());
            Path ballast = mount.resolve("ballast");
            try (JobJournal journal = JobJournal.open(job)) {
                fill(ballast);
                IOException full = assertThrows(IOException.class, () -> {
                    while (true) {
                        journal.append(failure("x".repeat(1000)));
                    }
                });
                assertEquals("No space left on device", full.getMessage());
                Files.delete(ballast);
                journal.append(failure("after the space came back"));
            }
            assertEquals("after the space came back", JobJournal.read(job).error());
        } finally {
            Disks.output("umount", mount.toString());
        }
    }

    private static JobJournal.Line failure(String why) {
        return new JobJournal.Line(JobState.FAILED, 0, 0, why);
    }

    private static void fill(Path ballast) throws IOException {
        assertThrows(IOException.class, () -> {
            while (true) {
                Files.write(ballast, new byte[512], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        });
    }

    @Test
    @DisplayName("X6 a last line that was cut off anywhere counts as not written, and the next one is read")
    void cutOffAnywhere() throws IOException {
        JobJournal.create(folder.resolve("whole"), header());
        try (JobJournal journal = JobJournal.open(folder.resolve("whole"))) {
            journal.append(failure("first"));
        }
        byte[] one = Files.readAllBytes(folder.resolve("whole/journal"));
        try (JobJournal journal = JobJournal.open(folder.resolve("whole"))) {
            journal.append(failure("second"));
        }
        byte[] two = Files.readAllBytes(folder.resolve("whole/journal"));
        for (int length = one.length; length < two.length; length++) {
            Path job = Files.createDirectory(folder.resolve("cut-" + length));
            Files.write(job.resolve("journal"), java.util.Arrays.copyOf(two, length));
            assertEquals("first", JobJournal.read(job).error(), "cut at " + length);
            try (JobJournal journal = JobJournal.open(job)) {
                journal.append(failure("third"));
            }
            assertEquals("third", JobJournal.read(job).error(), "cut at " + length);
        }
    }
}
