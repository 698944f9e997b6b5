package io.pureboot.node.controller;

import io.pureboot.node.disk.DiskScanner;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A machine with two small disks. */
public final class FixedDisks implements DiskScanner {
    private final AtomicInteger scans = new AtomicInteger();

    @Override
    public List<DiskInfo> scan() {
        scans.incrementAndGet();
        return List.of(disk("/dev/sda"), disk("/dev/nvme0n1"));
    }

    @Override
    public DiskInfo scan(String device) {
        return scan().stream()
                .filter(disk -> disk.device().equals(device))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("There is no disk " + device + "."));
    }

    public int scans() {
        return scans.get();
    }

    private static DiskInfo disk(String device) {
        return new DiskInfo(
                device,
                1 << 20,
                "",
                "TESTDISK",
                "S1",
                null,
                "unknown",
                List.of(),
                Instant.EPOCH,
                512,
                512,
                false,
                false,
                null,
                List.of(),
                "f",
                List.of());
    }
}
