package io.pureboot.node;

import io.pureboot.node.controller.ControllerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of the node; what they leave open the kernel command line may say. */
final class NodeOptions {
    private static final Pattern SHA256 = Pattern.compile("[0-9A-Fa-f]{64}|[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?");
    private static final int DEFAULT_PORT = 9443;
    private static final int DEFAULT_DATA_PORT = DataPort.DEFAULT;
    private static final Path PROC_CMDLINE = Path.of("/proc/cmdline");
    static final Path DEFAULT_STATE = Path.of("/tmp/pureboot-queue");

    @Option(names = "--server", paramLabel = "URL", description = "The controller, https://HOST:PORT.")
    @Nullable
    String server;

    @Option(names = "--token", paramLabel = "T", description = "One-time enrolment token from the controller.")
    @Nullable
    String token;

    @Option(names = "--ca", paramLabel = "SHA256", description = "SHA-256 of the controller's CA certificate.")
    @Nullable
    String ca;

    @Option(names = "--standalone", description = "No controller: the node's own pages only.")
    boolean standalone;

    @Option(
            names = "--pin",
            paramLabel = "N",
            description = "4 to 16 digits for signing in at this node. Alone: made and shown when absent.")
    @Nullable
    String pin;

    /** The PIN if it turns out that this node stands alone, and nothing else names one. */
    @Nullable
    String pinAlone;

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "Port of pages and API, 0 for any (default: " + DEFAULT_PORT + ").")
    int port = DEFAULT_PORT;

    @Option(
            names = "--data-port",
            paramLabel = "P",
            description = "Port disks are served at, 0 for any (default: " + DEFAULT_DATA_PORT + ").")
    int dataPort = DEFAULT_DATA_PORT;

    @Option(
            names = "--limit-rate",
            paramLabel = "MIB",
            description = "Most MiB a second this node sends as the source of a clone, from 4 on (default: no limit).")
    @Nullable
    String limitRate;

    @Option(
            names = "--disk",
            paramLabel = "DEV",
            description = "A device this node may see and touch, and then no other; may be repeated.")
    List<String> disks = new ArrayList<>();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where updates for the controller wait: DIR/queue (default: /tmp/pureboot-queue).")
    @Nullable
    Path state;

    @Option(names = "--bind", paramLabel = "ADDR", description = "Listen at this address only.")
    @Nullable
    String bind;

    @Option(names = "--advertise", paramLabel = "IP", description = "Address other nodes reach this one at.")
    @Nullable
    String advertise;

    @Option(names = "--name", paramLabel = "HOSTNAME", description = "Name of this node (default: the host's).")
    @Nullable
    String name;

    @Option(names = "--ready-file", paramLabel = "FILE", description = "JSON file written once the node is ready.")
    @Nullable
    Path readyFile;

    @Option(
            names = "--status-file",
            paramLabel = "FILE",
            description = "Text file kept up to date for the console: what this node is doing.")
    @Nullable
    Path statusFile;

    @Option(
            names = "--heartbeat",
            paramLabel = "MS",
            hidden = true,
            description = "Milliseconds between two signs of life (default: 1000).")
    long heartbeatMillis = 1000;

    @Option(
            names = "--kernel-command-line",
            paramLabel = "FILE",
            hidden = true,
            description = "File to read pureboot.* words from (default: /proc/cmdline).")
    Path kernelCommandLine = PROC_CMDLINE;

    /** Whether this start is the one that the image's start archive is made of: it does what a node does later, too. */
    boolean recorded;

    /** @throws IllegalArgumentException one line that says what is wrong with a flag */
    NodeConfig toConfig(KernelCommandLine kernel) {
        require(port >= 0 && port <= 65535, "--port", String.valueOf(port), "is no port from 0 to 65535");
        require(
                dataPort >= 0 && dataPort <= 65535,
                "--data-port",
                String.valueOf(dataPort),
                "is no port from 0 to 65535");
        require(pin == null || KernelCommandLine.PIN.matcher(pin).matches(), "--pin", "", "must be 4 to 16 digits");
        require(heartbeatMillis >= 100, "--heartbeat", String.valueOf(heartbeatMillis), "is less than 100 ms");
        require(
                limitRate == null || KernelCommandLine.isRate(limitRate),
                "--limit-rate",
                String.valueOf(limitRate),
                "is no number of MiB a second from " + KernelCommandLine.LEAST_RATE);
        requireAddress("--bind", bind);
        requireAddress("--advertise", advertise);
        ControllerAddress controller = controller(kernel);
        BootMode fallback = controller == null ? BootMode.STANDALONE : BootMode.PENDING;
        BootMode mode = standalone ? BootMode.STANDALONE : kernel.mode().orElse(fallback);
        require(mode != BootMode.CONTROLLER, "pureboot.mode", "controller", "means that no node runs here");
        boolean alone = mode == BootMode.STANDALONE || controller == null;
        return new NodeConfig(
                alone ? null : controller,
                Optional.ofNullable(pin)
                        .or(kernel::pin)
                        .or(() -> Optional.ofNullable(alone ? pinAlone : null))
                        .orElse(null),
                controller == null ? BootMode.STANDALONE : mode,
                port,
                dataPort,
                devices(),
                state == null ? DEFAULT_STATE : state.toAbsolutePath(),
                bind,
                advertise,
                Optional.ofNullable(name).or(kernel::name).orElseGet(NodeOptions::hostName),
                readyFile,
                statusFile,
                Duration.ofMillis(heartbeatMillis),
                kernel.ours() && kernelCommandLine.equals(PROC_CMDLINE),
                kernel.sessionId().orElse(null),
                (limitRate == null ? kernel.limitRate().orElse(0) : Long.parseLong(limitRate)) << 20,
                kernel.mac().orElse(null),
                problems(kernel, controller == null));
    }

    /** What a person at the console should know: each word that was not understood, and what comes of it. */
    private List<String> problems(KernelCommandLine kernel, boolean alone) {
        List<String> problems = new ArrayList<>(kernel.problems());
        if (alone && !standalone && kernel.meansController()) {
            problems.add("This node stands alone: for a controller the kernel command line needs both"
                    + " pureboot.server=https://HOST:PORT and pureboot.ca=SHA256");
        }
        return problems;
    }

    private @Nullable ControllerAddress controller(KernelCommandLine kernel) {
        if (standalone) {
            require(server == null, "--server", String.valueOf(server), "and --standalone exclude each other");
            return null;
        }
        if (server != null) {
            require(KernelCommandLine.isHttpsUrl(server), "--server", server, "is no https://HOST:PORT address");
            String pinned = Optional.ofNullable(ca).or(kernel::ca).orElse("");
            require(
                    SHA256.matcher(pinned).matches(),
                    "--ca",
                    pinned,
                    "must be the 64 hex digits the controller prints");
            return new ControllerAddress(
                    URI.create(server),
                    Optional.ofNullable(token).or(kernel::token).orElse(null),
                    pinned);
        }
        require(ca == null && token == null, "--token and --ca", "", "need --server");
        if (kernel.server().isEmpty() || kernel.ca().isEmpty()) {
            return null;
        }
        return new ControllerAddress(
                kernel.server().orElseThrow(),
                kernel.token().orElse(null),
                kernel.ca().orElseThrow());
    }

    private static boolean blockDevice(Path path) {
        try {
            return Files.exists(Path.of("/sys/class/block")
                    .resolve(path.toRealPath().getFileName().toString()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Their real names: what a link such as {@code /dev/disk/by-id/…} points at is what scans find. */
    private List<String> devices() {
        List<String> devices = new ArrayList<>();
        for (String disk : disks) {
            Path path = Path.of("/dev").resolve(disk);
            require(path.startsWith("/dev") && blockDevice(path), "--disk", disk, "is no block device of this machine");
            try {
                devices.add(path.toRealPath().toString());
            } catch (IOException e) {
                throw new IllegalArgumentException("--disk " + disk + " cannot be read: " + e.getMessage(), e);
            }
        }
        return devices;
    }

    private static void requireAddress(String flag, @Nullable String value) {
        require(value == null || ADDRESS.matcher(value).matches(), flag, String.valueOf(value), "is no IP address");
    }

    private static void require(boolean good, String flag, String value, String problem) {
        if (!good) {
            throw new IllegalArgumentException(flag + (value.isEmpty() ? " " : " " + value + " ") + problem);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
