package io.pureboot.node.session;

import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.node.disk.DiskScanner;
import io.pureboot.node.disk.SettledDisks;
import io.pureboot.node.disk.SystemDiskScanner;
import io.pureboot.node.filesystem.ExtentMapper;
import io.pureboot.node.tls.TestAuthority;
import io.pureboot.node.transfer.SendLimit;
import io.pureboot.protocol.disk.DiskContents;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.session.SourceReady;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One node's sessions with a loop device as its only disk and everything else real. */
final class TestNode implements AutoCloseable {
    static final String SESSION = "s1";

    final RecordingReports reports;
    final SessionRunner runner;
    private final String nodeId;
    private final SystemDiskScanner scanner;
    private final String device;

    TestNode(
            TestAuthority authority,
            String nodeId,
            LoopDevice disk,
            ExtentMapper mapper,
            UnaryOperator<DiskScanner> scans,
            Devices devices,
            Path state) {
        this.nodeId = nodeId;
        this.device = disk.path().toString();
        this.reports = new RecordingReports(authority, nodeId);
        this.scanner = new SystemDiskScanner(
                BlockDevices.ofThisMachine(),
                InUse.ofThisMachine(),
                new ProcessCommandRunner(),
                Optional.of(List.of(device)),
                Clock.systemUTC());
        this.runner = new SessionRunner(
                new SessionParts(scans.apply(scanner), mapper, reports, devices, changed -> {}, settings(state)));
    }

    private SessionSettings settings(Path state) {
        return new SessionSettings(
                () -> nodeId, () -> List.of("127.0.0.1"), state, 2, Duration.ofSeconds(30), new SendLimit(0));
    }

    DiskIdentity identity() throws IOException {
        return scanner.scan(device).identity();
    }

    SourceReady serve(boolean rescue) throws IOException {
        runner.apply(List.of(new Order.Source(SESSION, device, identity(), null, 0, rescue)));
        return reports.awaitReady(1);
    }

    /** What a role finds. */
    DiskInfo scan() throws IOException {
        return scanner.scan(device);
    }

    /** What a scan by a person or the controller finds. */
    DiskInfo settledScan() throws IOException {
        return new SettledDisks(scanner, runner::awaitStopped).scan(device);
    }

    SourceReady serve(int port) throws IOException {
        runner.apply(List.of(new Order.Source(SESSION, device, identity(), null, port, false)));
        return reports.awaitReady(1);
    }

    void fetchFrom(String url, boolean rescue) throws IOException {
        fetchFrom(url, rescue, identity());
    }

    /** @param meant what the session says of the target disk */
    void fetchFrom(String url, boolean rescue, DiskIdentity meant) {
        runner.apply(List.of(target(url, rescue, meant, null)));
    }

    /** @param held what the session says the target disk held */
    Order.Target target(String url, boolean rescue, DiskIdentity meant, @Nullable DiskContents held) {
        return new Order.Target(SESSION, device, meant, held, "source-node", url, "none", rescue);
    }

    static String url(SourceReady ready) {
        return "https://" + ready.ip() + ":" + ready.port();
    }

    @Override
    public void close() {
        runner.close();
    }
}
