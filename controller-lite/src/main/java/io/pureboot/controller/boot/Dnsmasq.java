package io.pureboot.controller.boot;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * dnsmasq for DHCP and TFTP of machines that boot: started with this controller, again when it ends, ended with it. One
 * that an earlier controller left behind when it was killed is ended first: it holds the ports.
 */
public final class Dnsmasq implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dnsmasq.class);
    private static final Duration FOREVER = Duration.ofDays(36500);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** One that cannot have its ports has ended by then. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final CommandRunner runner;
    private final Path state;
    private final Consumer<@Nullable String> told;
    private final Thread keeper;
    private volatile @Nullable String problem;

    private Dnsmasq(CommandRunner runner, Path state, Consumer<@Nullable String> told) {
        this.runner = runner;
        this.state = state;
        this.told = told;
        keeper = Thread.ofPlatform().daemon().name("dnsmasq").unstarted(this::keep);
    }

    /**
     * @param address of this machine on the network that boots
     * @param httpPort where kernel and scripts are
     * @param state folder for its configuration and leases
     * @param told each time {@link #problem} changes
     */
    public static Dnsmasq start(
            CommandRunner runner,
            BootConfig config,
            String address,
            int httpPort,
            Path state,
            Consumer<@Nullable String> told)
            throws IOException {
        Path folder = Files.createDirectories(state).toAbsolutePath();
        Files.writeString(file(folder), String.join("\n", configuration(config, address, httpPort, folder)) + "\n");
        Dnsmasq dnsmasq = new Dnsmasq(runner, folder, told);
        dnsmasq.keeper.start();
        return dnsmasq;
    }

    /** Why machines get no answer, null while it runs. */
    public @Nullable String problem() {
        return problem;
    }

    private static Path file(Path state) {
        return state.resolve("dnsmasq.conf");
    }

    private static Path pidFile(Path state) {
        return state.resolve("dnsmasq.pid");
    }

    static List<String> configuration(BootConfig config, String address, int httpPort, Path state) {
        String http = "http://" + address + ":" + httpPort;
        List<String> lines = new ArrayList<>();
        lines.add("port=0");
        lines.add("user=root");
        lines.add("pid-file=" + pidFile(state));
        lines.add("dhcp-leasefile=" + state.resolve("dnsmasq.leases"));
        lines.add("bind-dynamic");
        if (config.card() != null) {
            lines.add("interface=" + config.card());
        }
        lines.add("enable-tftp");
        lines.add("tftp-root=" + config.loaders());
        // iPXE says so itself; what is not iPXE yet gets iPXE, by TFTP or where UEFI asks for it by HTTP.
        lines.add("dhcp-match=set:ipxe,175");
        lines.add("dhcp-match=set:bios,option:client-arch,0");
        lines.add("dhcp-match=set:efi,option:client-arch,7");
        lines.add("dhcp-match=set:efi,option:client-arch,9");
        lines.add("dhcp-match=set:efihttp,option:client-arch,16");
        // Beside another DHCP server iPXE passes over an offer that names no server, although the file's address has
        // one.
        lines.add("dhcp-boot=tag:ipxe," + http + "/boot.ipxe,," + address);
        lines.add("dhcp-boot=tag:!ipxe,tag:bios,undionly.kpxe,," + address);
        lines.add("dhcp-boot=tag:!ipxe,tag:efi,ipxe.efi,," + address);
        lines.add("dhcp-boot=tag:!ipxe,tag:efihttp," + http + "/ipxe.efi");
        lines.add("dhcp-option-force=tag:efihttp,60,HTTPClient");
        if (config.dhcp() == BootConfig.Dhcp.PROXY) {
            lines.add("dhcp-range=" + address + ",proxy");
            // Firmware that asks by HTTP is answered here too; else only what calls itself a PXEClient is.
            lines.add("dhcp-pxe-vendor=PXEClient,HTTPClient");
            lines.add("pxe-service=tag:!ipxe,x86PC,\"PureBoot\",undionly.kpxe," + address);
            lines.add("pxe-service=tag:!ipxe,X86-64_EFI,\"PureBoot\",ipxe.efi," + address);
            lines.add("pxe-service=tag:!ipxe,BC_EFI,\"PureBoot\",ipxe.efi," + address);
        } else {
            lines.add("dhcp-range=" + (config.range() == null ? upperHalf(address) : config.range()) + ",1h");
            lines.add("dhcp-authoritative");
        }
        return lines;
    }

    /** {@code 10.1.2.1} gives out {@code 10.1.2.100} to {@code 10.1.2.199}. */
    private static String upperHalf(String address) {
        String network = address.substring(0, address.lastIndexOf('.') + 1);
        return network + "100," + network + "199";
    }

    private void keep() {
        Command command = Command.of("dnsmasq", "--keep-in-foreground", configurationFlag(state))
                .within(FOREVER);
        try {
            while (true) {
                Thread settling = Thread.ofVirtual().unstarted(this::settle);
                String failure;
                try {
                    endLeftOver(state);
                    settling.start();
                    CommandResult ended = runner.run(command);
                    failure = "dnsmasq ended with code " + ended.exitCode() + reason(ended);
                } catch (InterruptedIOException e) {
                    return;
                } catch (IOException e) {
                    failure = "dnsmasq does not run: " + e.getMessage();
                } finally {
                    settling.interrupt();
                }
                settling.join();
                say(failure + "; machines cannot boot over the network. It is tried again every " + PAUSE.toSeconds()
                        + " seconds.");
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle() {
        try {
            Thread.sleep(SETTLED);
            say(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void say(@Nullable String now) {
        if (!Objects.equals(now, problem)) {
            problem = now;
            if (now != null) {
                LOG.error("{}", now);
            }
            told.accept(now);
        }
    }

    /** {@code : failed to bind DHCP server socket: Address already in use}, or nothing. */
    private static String reason(CommandResult ended) {
        List<String> lines =
                ended.errorText().lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "" : ": " + lines.getLast().strip().replaceFirst("^dnsmasq: ", "");
    }

    private static String configurationFlag(Path state) {
        return "--conf-file=" + file(state);
    }

    /** Ends a dnsmasq of this folder that still runs. What has its number by now but is another program is left alone. */
    static void endLeftOver(Path state) throws IOException, InterruptedException {
        Path file = pidFile(state);
        if (!Files.exists(file)) {
            return;
        }
        String text = Files.readString(file).strip();
        if (text.matches("[0-9]{1,9}")) {
            ProcessHandle process = ProcessHandle.of(Long.parseLong(text)).orElse(null);
            if (process != null && arguments(process.pid()).contains(configurationFlag(state))) {
                LOG.warn("ending the dnsmasq that an earlier controller left behind, process {}", process.pid());
                process.destroy();
                try {
                    process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException | ExecutionException e) {
                    process.destroyForcibly();
                }
            }
        }
        Files.deleteIfExists(file);
    }

    private static List<String> arguments(long pid) {
        try {
            return List.of(
                    Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1)
                            .split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        keeper.interrupt();
        try {
            keeper.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
