package io.pureboot.controller;

import io.pureboot.controller.auth.Audit;
import io.pureboot.controller.auth.SignIns;
import io.pureboot.controller.auth.Users;
import io.pureboot.controller.boot.BootConfig;
import io.pureboot.controller.boot.BootLines;
import io.pureboot.controller.boot.BootStatus;
import io.pureboot.controller.boot.NetworkBoot;
import io.pureboot.controller.boot.WakeOnLan;
import io.pureboot.controller.ca.CertificateAuthority;
import io.pureboot.controller.data.DataDisks;
import io.pureboot.controller.event.EventBus;
import io.pureboot.controller.event.EventSockets;
import io.pureboot.controller.http.AuthRoutes;
import io.pureboot.controller.http.BootRoutes;
import io.pureboot.controller.http.Callers;
import io.pureboot.controller.http.DataRoutes;
import io.pureboot.controller.http.DiskRoutes;
import io.pureboot.controller.http.EventEndpoint;
import io.pureboot.controller.http.HttpServer;
import io.pureboot.controller.http.ImageRoutes;
import io.pureboot.controller.http.Metrics;
import io.pureboot.controller.http.NodeRoutes;
import io.pureboot.controller.http.OpenApi;
import io.pureboot.controller.http.PartitionRoutes;
import io.pureboot.controller.http.PlanRoutes;
import io.pureboot.controller.http.Route;
import io.pureboot.controller.http.ServerTls;
import io.pureboot.controller.http.SessionRoutes;
import io.pureboot.controller.http.StorageRoutes;
import io.pureboot.controller.http.SystemRoutes;
import io.pureboot.controller.http.Traffic;
import io.pureboot.controller.library.ImageLibrary;
import io.pureboot.controller.library.ingest.LibraryFolder;
import io.pureboot.controller.node.Credentials;
import io.pureboot.controller.node.DiskCatalog;
import io.pureboot.controller.node.Enrolment;
import io.pureboot.controller.node.Heartbeats;
import io.pureboot.controller.node.NodeAddresses;
import io.pureboot.controller.node.NodeErrands;
import io.pureboot.controller.node.NodeRegistry;
import io.pureboot.controller.node.NodeViews;
import io.pureboot.controller.node.Nodes;
import io.pureboot.controller.node.OrderBook;
import io.pureboot.controller.node.Presence;
import io.pureboot.controller.partition.PartitionService;
import io.pureboot.controller.session.CloneService;
import io.pureboot.controller.staging.StorageBackends;
import io.pureboot.controller.store.AuditStore;
import io.pureboot.controller.store.BackendStore;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.DiskStore;
import io.pureboot.controller.store.EnrolmentStore;
import io.pureboot.controller.store.NodeStore;
import io.pureboot.controller.store.PartitionStore;
import io.pureboot.controller.store.SessionStore;
import io.pureboot.controller.store.UserStore;
import io.pureboot.controller.web.Pages;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The controller: everything is put together here, by hand. */
public final class ControllerServer implements AutoCloseable {
    private final ControllerConfig config;
    private final DataLock lock;
    private final Database database;
    private final HttpServer http;
    private final Ticker ticker;
    private final CertificateAuthority authority;
    private final @Nullable String firstPassword;
    private final @Nullable BootService booting;

    private ControllerServer(
            ControllerConfig config,
            DataLock lock,
            Database database,
            HttpServer http,
            Ticker ticker,
            CertificateAuthority authority,
            Optional<String> firstPassword,
            @Nullable BootService booting) {
        this.config = config;
        this.lock = lock;
        this.database = database;
        this.http = http;
        this.ticker = ticker;
        this.authority = authority;
        this.firstPassword = firstPassword.orElse(null);
        this.booting = booting;
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ControllerCommand())
                .setParameterExceptionHandler(ControllerCommand::wrongArgument)
                .setExecutionExceptionHandler(ControllerCommand::failed)
                .execute(arguments));
    }

    /** Starts a controller in this process and returns once its port answers. */
    public static ControllerServer start(ControllerConfig config) throws IOException {
        Files.createDirectories(config.data());
        DataLock lock = DataLock.take(config.data());
        try {
            return wire(config, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static ControllerServer wire(ControllerConfig config, DataLock lock) throws IOException {
        Clock clock = config.clock();
        CertificateAuthority authority = CertificateAuthority.open(config.certs(), config.caValidity(), clock);
        Set<String> hosts = OwnHosts.with(config.hosts());
        Database database = Database.open(config.data().resolve("pureboot.db"));
        EventBus events = new EventBus();

        NodeStore nodeStore = new NodeStore(database);
        EnrolmentStore enrolmentStore = new EnrolmentStore(database);
        Nodes nodes = new Nodes(database, nodeStore);
        Presence presence = new Presence(config.offlineAfter(), clock, nodes, nodeStore, events);
        Credentials credentials = new Credentials(enrolmentStore, clock);
        OrderBook book = new OrderBook();
        NodeErrands errands = new NodeErrands(nodes, book, events, clock);
        book.add(errands);
        DiskCatalog disks = new DiskCatalog(new DiskStore(database), nodes, errands, events);
        NodeAddresses addresses = new NodeAddresses(nodes, hosts);
        Enrolment enrolment = new Enrolment(database, enrolmentStore, nodes, credentials, authority, addresses, clock);
        CloneService clones =
                CloneService.wire(database, authority, nodes, addresses, presence, disks, book, events, clock);
        PartitionService partitions =
                new PartitionService(database, new PartitionStore(database), disks, book, events, clock);
        book.add(partitions);
        NodeViews views = new NodeViews(nodes, presence, clones.orders()::workOf);

        UserStore userStore = new UserStore(database);
        Users users = new Users(database, userStore, clock);
        SignIns signIns = new SignIns(userStore, clock);
        Audit audit = new Audit(new AuditStore(database), clock);
        Traffic traffic = new Traffic();

        List<Route> routes = new ArrayList<>();
        routes.addAll(NodeRoutes.of(
                enrolment,
                new NodeRegistry(nodes, presence, credentials, clones.sessions()::holder, clock),
                views,
                new Heartbeats(nodes, clock),
                book,
                errands,
                authority.sha256()));
        routes.addAll(PartitionRoutes.of(partitions));
        routes.addAll(DiskRoutes.of(disks, errands, views, presence));
        routes.addAll(SessionRoutes.of(clones));
        BootConfig bootConfig = config.boot();
        BootLines lines = new BootLines(nodes, clones.orders(), enrolment, authority.sha256());
        NetworkBoot boot = new NetworkBoot(
                nodes, presence, clones.orders(), lines, bootConfig != null && bootConfig.takesNew(), clock);
        BootStatus bootStatus = new BootStatus();
        routes.addAll(BootRoutes.of(lines, boot, new WakeOnLan(nodes), bootStatus));
        routes.addAll(AuthRoutes.of(users, signIns, audit));
        routes.addAll(PlanRoutes.of(clones.sessions(), disks));
        routes.addAll(StorageRoutes.of(
                new StorageBackends(database, new BackendStore(database), new SessionStore(database), clock)));
        routes.addAll(
                ImageRoutes.of(new ImageLibrary(new LibraryFolder(config.data().resolve("library")))));
        routes.addAll(
                DataRoutes.of(new DataDisks(config.data(), config.dataInMemory(), new ProcessCommandRunner(), events)));
        EventSockets sockets = new EventSockets();
        events.listen(sockets);
        LongAdder requests = new LongAdder();
        Metrics metrics = new Metrics(nodes, presence, clones.sessions(), sockets, traffic, requests);
        routes.addAll(SystemRoutes.of(authority, audit::count, metrics::text, () -> OpenApi.document(routes)));

        ServerTls tls = new ServerTls(authority, hosts, clock);
        Callers callers = new Callers(signIns, credentials, presence);
        EventEndpoint websocket = new EventEndpoint(signIns, sockets);
        Optional<String> password = users.first(config.adminPassword());
        HttpServer http = HttpServer.start(
                config.bind(), config.port(), tls, traffic, routes, callers, audit, requests, javalin -> {
                    websocket.register(javalin);
                    Pages.register(javalin);
                });
        Ticker ticker = new Ticker(presence, credentials, signIns, audit, tls);
        BootService booting = bootConfig == null
                ? null
                : BootService.start(bootConfig, config.bind(), boot, http.port(), config.data(), bootStatus);
        return new ControllerServer(config, lock, database, http, ticker, authority, password, booting);
    }

    public int port() {
        return http.port();
    }

    /** Address on this machine. */
    public String url() {
        String bind = config.bind();
        String host = bind.isEmpty() || bind.equals("::") || bind.equals("0.0.0.0") ? "127.0.0.1" : bind;
        return "https://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port();
    }

    public String caSha256() {
        return authority.sha256();
    }

    public String caPem() {
        return authority.pem();
    }

    /** Port of plain HTTP for machines that boot over the network, 0 when they do not. */
    public int bootPort() {
        return booting == null ? 0 : booting.port();
    }

    /** The first user's password when this start made it up, else null. */
    public @Nullable String firstPassword() {
        return firstPassword;
    }

    /** Finishes running requests, writes back what is in memory, closes the database. */
    @Override
    public void close() {
        if (booting != null) {
            booting.close();
        }
        http.close();
        ticker.close();
        database.close();
        lock.close();
    }
}
