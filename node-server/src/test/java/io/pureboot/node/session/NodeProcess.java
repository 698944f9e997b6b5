package io.pureboot.node.session;

import com.fasterxml.jackson.core.type.TypeReference;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.node.disk.SystemDiskScanner;
import io.pureboot.node.filesystem.UsedMap;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.session.CertBundle;
import io.pureboot.protocol.session.CertRequest;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.SourceReady;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A node's sessions as a process of their own that a test can kill: orders and certificates come as lines of JSON on
 * standard input, reports go as lines to standard output. Arguments: node id, device, state folder, used extents as
 * {@code start+length,…}.
 */
public final class NodeProcess implements SessionReports {
    private final BlockingQueue<CertBundle> certificates = new LinkedBlockingQueue<>();

    public static void main(String[] arguments) throws IOException {
        NodeProcess process = new NodeProcess();
        SystemDiskScanner scanner = new SystemDiskScanner(
                BlockDevices.ofThisMachine(),
                InUse.ofThisMachine(),
                new ProcessCommandRunner(),
                Optional.of(List.of(arguments[1])),
                Clock.systemUTC());
        List<Extent> used = extents(arguments[3]);
        SessionSettings settings = new SessionSettings(
                () -> arguments[0],
                () -> List.of("127.0.0.1"),
                Path.of(arguments[2]),
                Integer.getInteger("connections", 2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5));
        SessionRunner runner = new SessionRunner(
                scanner, disk -> new UsedMap(disk.sizeBytes(), used, List.of()), process, changed -> {}, settings);
        process.obey(runner);
    }

    private void obey(SessionRunner runner) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String json = line.substring(line.indexOf(' ') + 1);
                if (line.startsWith("orders ")) {
                    runner.apply(ProtocolJson.mapper().readValue(json, new TypeReference<List<Order>>() {}));
                } else {
                    certificates.add(ProtocolJson.mapper().readValue(json, CertBundle.class));
                }
            }
        }
    }

    private static List<Extent> extents(String text) {
        List<Extent> extents = new ArrayList<>();
        for (String part : text.split(",")) {
            String[] numbers = part.split("\\+");
            if (numbers.length == 2) {
                extents.add(new Extent(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])));
            }
        }
        return extents;
    }

    @Override
    public CertBundle certificate(String sessionId, CloneRole role, CertRequest request) throws InterruptedException {
        say("csr " + sessionId + " " + role, request);
        return certificates.take();
    }

    @Override
    public void sourceReady(String sessionId, SourceReady ready) {
        say("ready", ready);
    }

    @Override
    public void progress(String sessionId, CloneProgressUpdate update) {
        say("progress", update);
    }

    @Override
    public void complete(String sessionId, CloneComplete complete) {
        say("complete", complete);
    }

    @Override
    public void failed(String sessionId, CloneFailed failed) {
        say("failed", failed);
    }

    private static synchronized void say(String what, Object value) {
        try {
            System.out.println(what + " " + ProtocolJson.mapper().writeValueAsString(value));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
