package io.pureboot.node;

import io.pureboot.linux.libc.KernelKeyring;
import io.pureboot.linux.partition.BlkpgKernelPartitions;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.node.controller.ControllerAddress;
import io.pureboot.node.controller.ControllerLink;
import io.pureboot.node.controller.KeyringIdentityStore;
import io.pureboot.node.controller.NetworkFacts;
import io.pureboot.node.controller.NodeIdentity;
import io.pureboot.node.controller.PartitionOrders;
import io.pureboot.node.controller.PartitionReports;
import io.pureboot.node.disk.ClaimedDisks;
import io.pureboot.node.disk.DiskScanner;
import io.pureboot.node.disk.OshiHardwareInventory;
import io.pureboot.node.disk.SettledDisks;
import io.pureboot.node.disk.SystemDiskScanner;
import io.pureboot.node.filesystem.FileSystemExtentMapper;
import io.pureboot.node.http.AuthRoutes;
import io.pureboot.node.http.DiskRoutes;
import io.pureboot.node.http.HttpServer;
import io.pureboot.node.http.LogRing;
import io.pureboot.node.http.Metrics;
import io.pureboot.node.http.NodeTls;
import io.pureboot.node.http.PartitionRoutes;
import io.pureboot.node.http.PinSignIns;
import io.pureboot.node.http.Route;
import io.pureboot.node.http.SystemRoutes;
import io.pureboot.node.job.CommandPower;
import io.pureboot.node.job.DiskScans;
import io.pureboot.node.job.TableProbe;
import io.pureboot.node.partition.JobEvents;
import io.pureboot.node.partition.PartitionDesk;
import io.pureboot.node.partition.PartitionJobs;
import io.pureboot.node.partition.PassedOnEvents;
import io.pureboot.node.session.ActiveSession;
import io.pureboot.node.session.SessionRunner;
import io.pureboot.node.session.SessionSettings;
import io.pureboot.node.tls.PeerIdentity;
import io.pureboot.node.tls.PemCertificates;
import io.pureboot.node.tls.PinnedTrust;
import io.pureboot.node.tls.SelfSigned;
import io.pureboot.node.tls.TlsIdentity;
import io.pureboot.node.transfer.SendLimit;
import io.pureboot.protocol.javalin.WebPages;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.session.CloneRole;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node: everything is put together here, by hand. */
final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration SELF_SIGNED = Duration.ofDays(365);

    private final NodeConfig config;
    private final Clock clock = Clock.systemUTC();
    private final ProcessCommandRunner runner = new ProcessCommandRunner();
    private final DiskScanner scanner;
    private final DiskScans scans;
    private final NodeTls tls;
    private final @Nullable String pin;
    private final TlsIdentity selfSigned;
    private final DiskScanner free;
    private final PartitionJobs partitions;
    private volatile JobEvents partitionEvents = JobEvents.NONE;
    private volatile @Nullable PartitionOrders partitionOrders;
    private volatile @Nullable ControllerLink link;
    private volatile @Nullable SessionRunner sessions;

    private Node(NodeConfig config) throws IOException {
        this.config = config;
        Optional<List<String>> only = config.disks().isEmpty() ? Optional.empty() : Optional.of(config.disks());
        scanner = new SystemDiskScanner(BlockDevices.ofThisMachine(), InUse.ofThisMachine(), runner, only, clock);
        partitions = new PartitionJobs(
                config.stateDir().resolve("partitions"),
                scanner,
                runner,
                new PassedOnEvents(() -> partitionEvents, this::forgetScan),
                clock);
        partitions.otherClaims(this::cloned);
        free = new ClaimedDisks(scanner, partitions::claim);
        scans = new DiskScans(new SettledDisks(free, this::awaitStopped));
        pin = config.pin() == null && config.controller() == null ? newPin() : config.pin();
        selfSigned = SelfSigned.identity(config.name(), clock.instant(), SELF_SIGNED);
        tls = new NodeTls(selfSigned, null);
        if (config.controller() == null) {
            System.out.println("Certificate SHA-256: " + fingerprint(selfSigned));
        }
    }

    /**
     * Starts everything and returns once the node is enrolled and answers, however long the controller takes.
     *
     * @throws IOException when a port or directory cannot be used
     */
    static void start(NodeConfig config, LogRing log) throws IOException, InterruptedException {
        new Node(config).run(log);
    }

    private void run(LogRing log) throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        ControllerAddress address = config.controller();
        NetworkFacts network = new NetworkFacts(
                config.advertise(), config.bind(), address == null ? null : address.server(), config.mac());
        PinSignIns signIns = new PinSignIns(pin, clock);
        NodeView view = new NodeView(clock.instant(), config.mode());
        WebPages pages = new WebPages("web/node");
        HttpServer http = HttpServer.start(
                config.bind(),
                config.port(),
                tls,
                routes(signIns, view, log),
                signIns,
                routes -> pages.register(routes, List.of("/")));
        MachineFacts machine = new MachineFacts(new OshiHardwareInventory(), network, config.name(), http.port());
        view.facts(machine);
        System.out.println(
                "PureBoot node at " + machine.url() + (config.pin() == null && pin != null ? "   PIN " + pin : ""));
        if (config.statusFile() != null) {
            StatusFile.keep(config.statusFile(), this::status);
        }
        String nodeId = null;
        if (address != null) {
            nodeId = join(address, machine, view);
        }
        if (config.readyFile() != null) {
            ReadyFile ready = new ReadyFile(
                    nodeId,
                    machine.url(),
                    config.dataPort(),
                    ProcessHandle.current().pid());
            ready.write(config.readyFile());
        }
    }

    private String join(ControllerAddress address, MachineFacts machine, NodeView view)
            throws IOException, InterruptedException {
        KeyringIdentityStore store = new KeyringIdentityStore(
                new KernelKeyring(), config.stateDir(), address.server(), address.caSha256(), clock);
        ControllerLink made = new ControllerLink(
                address,
                config.queueFolder(),
                store,
                machine,
                scans,
                config.booted() ? new CommandPower(runner) : null,
                clock,
                identity -> {
                    view.identity(identity.nodeId());
                    tls.use(identity.tls(), new PinnedTrust(identity.authority(), PeerIdentity.controller()));
                });
        link = made;
        NodeIdentity identity = made.enrol();
        SessionRunner running = new SessionRunner(
                free,
                new FileSystemExtentMapper(runner),
                made.reports(),
                new TableProbe(BlkpgKernelPartitions.ofThisMachine()),
                SessionSettings.of(
                        () -> made.identity().orElse(identity).nodeId(),
                        machine::addresses,
                        config.stateDir(),
                        new SendLimit(config.sendLimit())));
        sessions = running;
        DataPort dataPort = new DataPort(config.dataPort());
        String session = config.sessionId();
        RoleEnd end = config.booted() && session != null ? new RoleEnd(session, new CommandPower(runner)) : null;
        PartitionReports reports = made.partitionReports();
        partitionEvents = reports;
        // What ended or was cut off while nobody could tell of it.
        for (PartitionJob last : partitions.latest()) {
            reports.tell(() -> partitions.lastOf(last.device()));
        }
        PartitionOrders ordered = new PartitionOrders(partitions, reports, clock);
        partitionOrders = ordered;
        made.start(
                orders -> {
                    ordered.accept(orders);
                    running.apply(dataPort.in(orders));
                    if (end != null) {
                        end.look(orders, made);
                    }
                },
                config.mode().wireName(),
                () -> running.active().stream()
                        .map(ActiveSession::sessionId)
                        .distinct()
                        .toList(),
                config.heartbeat());
        return identity.nodeId();
    }

    private List<Route> routes(PinSignIns signIns, NodeView view, LogRing log) {
        Metrics metrics = new Metrics()
                .gauge("pureboot_node_sessions", "Clone roles this node knows", () -> active().size())
                .gauge("pureboot_node_pending_updates", "Updates that wait for the controller", () -> {
                    ControllerLink linked = link;
                    return linked == null ? 0 : linked.pendingUpdates();
                })
                .gauge("pureboot_node_controller_reachable", "Whether the controller answers", () -> {
                    ControllerLink linked = link;
                    return linked != null && linked.reachable() ? 1 : 0;
                });
        List<Route> routes = new ArrayList<>();
        routes.addAll(AuthRoutes.of(signIns));
        routes.addAll(PartitionRoutes.of(new PartitionDesk(partitions, scanner, clock)));
        routes.addAll(DiskRoutes.of(scans));
        routes.addAll(SystemRoutes.of(view, this::active, log, metrics));
        return routes;
    }

    /** Whoever looks at the disks after a job sees what it made of them. */
    private void forgetScan() {
        scans.forget();
    }

    /** Why a disk may not be changed while a clone is at it. */
    private Optional<String> cloned(String device) {
        return active().stream()
                .filter(role -> role.device().equals(device) && !role.over())
                .map(role -> "A clone (session " + role.sessionId() + ") "
                        + (role.role() == CloneRole.SOURCE ? "reads " : "writes ") + device
                        + ": wait for it or cancel it.")
                .findFirst();
    }

    private void awaitStopped() {
        SessionRunner running = sessions;
        if (running != null) {
            running.awaitStopped();
        }
    }

    private List<ActiveSession> active() {
        SessionRunner running = sessions;
        return running == null ? List.of() : running.active();
    }

    private List<String> status() {
        ControllerLink linked = link;
        return NodeStatus.lines(
                config, pin, fingerprint(selfSigned), linked == null ? null : linked.standing(), active());
    }

    /** A clone that is cut here goes on after the next start; what it had to say is in the queue's folder. */
    private void end() {
        SessionRunner running = sessions;
        ControllerLink linked = link;
        try {
            if (config.readyFile() != null) {
                Files.deleteIfExists(config.readyFile());
            }
            if (running != null) {
                running.close();
            }
            PartitionOrders ordered = partitionOrders;
            if (ordered != null) {
                ordered.close();
            }
            partitions.close();
            if (linked != null) {
                linked.close();
            }
        } catch (IOException e) {
            LOG.warn("not everything could be ended in order: {}", e.getMessage());
        }
    }

    private static String newPin() {
        return String.format("%08d", new SecureRandom().nextInt(100_000_000));
    }

    private static String fingerprint(TlsIdentity identity) {
        try {
            return PemCertificates.sha256(identity.certificate());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
