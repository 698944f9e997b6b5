package io.pureboot.node.session;

import com.fasterxml.jackson.core.type.TypeReference;
import io.pureboot.linux.block.Extent;
import io.pureboot.node.tls.TestAuthority;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.session.CertRequest;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.SourceReady;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs {@link NodeProcess} and stands for its controller. */
final class ProcessNode implements AutoCloseable {
    final RecordingReports reports;
    private final String nodeId;
    private final Process process;
    private final PrintStream orders;

    /** @param javaOptions for the child, such as {@code -Xmx64m} */
    ProcessNode(
            TestAuthority authority,
            String nodeId,
            String device,
            Path state,
            List<Extent> used,
            List<String> javaOptions)
            throws IOException {
        this.nodeId = nodeId;
        this.reports = new RecordingReports(authority, nodeId);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                NodeProcess.class.getName(),
                nodeId,
                device,
                state.toString(),
                used.stream()
                        .map(extent -> extent.start() + "+" + extent.length())
                        .collect(Collectors.joining(","))));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::listen, nodeId + "-reports");
        reader.setDaemon(true);
        reader.start();
    }

    void order(Order... wanted) throws IOException {
        orders.println("orders "
                + ProtocolJson.mapper()
                        .writerFor(new TypeReference<List<Order>>() {})
                        .writeValueAsString(List.of(wanted)));
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            // The process was killed; that is what it is for.
            orders.flush();
        }
    }

    private void take(String line) throws IOException {
        String json = line.substring(Math.max(0, line.indexOf('{')));
        var mapper = ProtocolJson.mapper();
        switch (line.split(" ", 2)[0]) {
            case "csr" -> {
                String[] words = line.split(" ", 4);
                CertRequest request = mapper.readValue(json, CertRequest.class);
                CloneRole role = CloneRole.valueOf(words[2]);
                orders.println("cert " + mapper.writeValueAsString(reports.certificate(words[1], role, request)));
            }
            case "ready" -> reports.sourceReady("", mapper.readValue(json, SourceReady.class));
            case "progress" -> reports.progress("", mapper.readValue(json, CloneProgressUpdate.class));
            case "complete" -> reports.complete("", mapper.readValue(json, CloneComplete.class));
            case "failed" -> reports.failed("", mapper.readValue(json, CloneFailed.class));
            default -> System.err.println(nodeId + ": " + line);
        }
    }

    /** CPU seconds of the process so far. */
    double cpuSeconds() throws IOException {
        String[] fields =
                Files.readString(Path.of("/proc/" + process.pid() + "/stat")).split(" ");
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / 100.0;
    }

    /** Most memory it ever had resident, in bytes. */
    long peakMemory() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(each -> each.startsWith("VmHWM"))
                .findFirst()
                .orElseThrow();
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
