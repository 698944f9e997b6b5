package io.pureboot.controller;

import io.pureboot.controller.boot.BootConfig;
import io.pureboot.controller.ca.CertificateAuthority;
import io.pureboot.controller.data.DataInMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line of the controller. */
@Command(
        name = "pureboot controller",
        description = "Runs the controller: CA, clone sessions, nodes, web pages.",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        footer = "PUREBOOT_ADMIN_PASSWORD sets the password of the first user, 'admin'; without it one is printed.")
final class ControllerCommand implements Callable<Integer> {
    /** Exit code that asks the image to move the data and to start the controller again. */
    private static final int RESTART = 75;

    private static final Path SYSTEM_HOME = Path.of("/opt/pureboot");

    @Option(names = "--data", paramLabel = "DIR", description = "directory of pureboot.db (default: /opt/pureboot)")
    private Path data = SYSTEM_HOME;

    @Option(
            names = "--certs",
            paramLabel = "DIR",
            description = "directory of ca.crt, ca.key, ca.srl (default: DATA/certs)")
    private @Nullable Path certs;

    @Option(names = "--port", paramLabel = "N", description = "0 takes any free port (default: 8443)")
    private int port = ControllerConfig.DEFAULT_PORT;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "address to listen on (default: all)")
    private String bind = ControllerConfig.ALL_ADDRESSES;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "further name or IP address this controller is reached at; may be repeated")
    private List<String> hosts = List.of();

    @Option(names = "--ca-days", paramLabel = "N", description = "validity of a new CA (default: 10 years)")
    private long caDays = CertificateAuthority.DEFAULT_VALIDITY.toDays();

    @Option(names = "--ready-file", paramLabel = "FILE", description = "JSON written once the port answers")
    private @Nullable Path readyFile;

    @Option(
            names = "--boot-files",
            paramLabel = "DIR",
            description = "boot machines over the network with vmlinuz and initrd.img of DIR, by plain HTTP")
    private @Nullable Path bootFiles;

    @Option(names = "--boot-port", paramLabel = "N", description = "of plain HTTP, 0 for any (default: 8080)")
    private int bootPort = BootConfig.DEFAULT_PORT;

    @Option(
            names = "--dhcp",
            paramLabel = "off|proxy|full",
            description = "proxy names the boot file beside a DHCP server, full gives addresses too (default: off)")
    private String dhcp = "off";

    @Option(names = "--dhcp-range", paramLabel = "FIRST,LAST", description = "addresses that full gives out")
    private @Nullable String dhcpRange;

    @Option(names = "--dhcp-card", paramLabel = "NAME", description = "network card to answer on (default: all)")
    private @Nullable String dhcpCard;

    @Option(names = "--take-new", description = "machines nobody knows boot PureBoot, instead of their own disk")
    private boolean takeNew;

    @Option(
            names = "--data-disk",
            hidden = true,
            description = "the image's script that puts the data on a disk: they are in memory")
    private @Nullable Path dataDisk;

    @Override
    public Integer call() throws Exception {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("--port must be between 0 and 65535");
        }
        if (caDays < 1 || caDays > 36500) {
            throw new IllegalArgumentException("--ca-days must be between 1 and 36500");
        }
        String password = System.getenv("PUREBOOT_ADMIN_PASSWORD");
        ControllerConfig config = new ControllerConfig(
                data,
                certs == null ? data.resolve("certs") : certs,
                bind,
                port,
                hosts,
                password == null || password.isBlank() ? null : password,
                Duration.ofDays(caDays),
                Duration.ofSeconds(15),
                Clock.systemUTC(),
                boot(),
                dataDisk == null
                        ? null
                        : DataInMemory.ofThisMachine(dataDisk.toAbsolutePath(), () -> System.exit(RESTART)));
        CountDownLatch ended = new CountDownLatch(1);
        ControllerServer server = ControllerServer.start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop(server);
            ended.countDown();
        }));
        System.out.println("PureBoot controller at " + server.url());
        for (String address : OwnHosts.reachable(bind)) {
            System.out.println("  from elsewhere: https://" + address + ":" + server.port());
        }
        if (server.bootPort() != 0) {
            System.out.println("Network boot by plain HTTP, port " + server.bootPort() + ", DHCP " + dhcp);
        }
        System.out.println("CA SHA-256: " + server.caSha256());
        if (server.firstPassword() != null) {
            System.out.println("First sign-in: admin / " + server.firstPassword() + "   (shown only this once)");
        }
        if (readyFile != null) {
            ReadyFile.write(readyFile, server.url(), server.caSha256());
        }
        ended.await();
        return 0;
    }

    private @Nullable BootConfig boot() {
        if (!List.of("off", "proxy", "full").contains(dhcp)) {
            throw new IllegalArgumentException("--dhcp must be off, proxy or full");
        }
        if (bootFiles == null) {
            if (!dhcp.equals("off") || takeNew) {
                throw new IllegalArgumentException("--dhcp and --take-new need --boot-files");
            }
            return null;
        }
        if (!Files.isReadable(bootFiles.resolve("vmlinuz"))) {
            throw new IllegalArgumentException(
                    "--boot-files " + bootFiles + " has no vmlinuz: make it with ./pureboot image");
        }
        if (bootPort < 0 || bootPort > 65535) {
            throw new IllegalArgumentException("--boot-port must be between 0 and 65535");
        }
        if (dhcpRange != null && !dhcpRange.matches("[0-9.]+,[0-9.]+")) {
            throw new IllegalArgumentException("--dhcp-range must be FIRST,LAST");
        }
        Path loaders = BootConfig.loadersOf(bootFiles.toAbsolutePath());
        if (!dhcp.equals("off") && !BootConfig.hasLoaders(loaders)) {
            throw new IllegalArgumentException("--dhcp needs undionly.kpxe and ipxe.efi: neither " + bootFiles
                    + " nor its folder pxe nor " + loaders + " has both");
        }
        return new BootConfig(
                bootFiles.toAbsolutePath(),
                bootPort,
                BootConfig.Dhcp.valueOf(dhcp.toUpperCase(Locale.ROOT)),
                dhcpRange,
                dhcpCard,
                loaders,
                takeNew);
    }

    private void stop(ControllerServer server) {
        try {
            server.close();
            if (readyFile != null) {
                Files.deleteIfExists(readyFile);
            }
        } catch (IOException e) {
            System.err.println("pureboot controller: " + e.getMessage());
        }
    }

    static int wrongArgument(ParameterException e, String[] arguments) {
        System.err.println("pureboot controller: "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " (see --help)");
        return 2;
    }

    static int failed(Exception e, CommandLine commandLine, @Nullable ParseResult parsed) {
        System.err.println("pureboot controller: " + e.getMessage());
        return e instanceof IllegalArgumentException ? 2 : 1;
    }
}
