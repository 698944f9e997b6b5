package io.pureboot.controller.boot;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** dnsmasq for DHCP and TFTP of machines that boot: started with this controller, again when it ends, ended with it. */
public final class Dnsmasq implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dnsmasq.class);
    private static final Duration FOREVER = Duration.ofDays(36500);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Thread keeper;

    private Dnsmasq(Thread keeper) {
        this.keeper = keeper;
    }

    /**
     * @param address of this machine on the network that boots
     * @param httpPort where kernel and scripts are
     * @param state folder for its configuration and leases
     */
    public static Dnsmasq start(CommandRunner runner, BootConfig config, String address, int httpPort, Path state)
            throws IOException {
        Path file = Files.createDirectories(state).resolve("dnsmasq.conf");
        Files.writeString(file, String.join("\n", configuration(config, address, httpPort, state)) + "\n");
        Command command = Command.of("dnsmasq", "--keep-in-foreground", "--conf-file=" + file)
                .within(FOREVER);
        return new Dnsmasq(Thread.ofPlatform().daemon().name("dnsmasq").start(() -> keep(runner, command)));
    }

    static List<String> configuration(BootConfig config, String address, int httpPort, Path state) {
        String http = "http://" + address + ":" + httpPort;
        List<String> lines = new ArrayList<>();
        lines.add("port=0");
        lines.add("user=root");
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
        lines.add("dhcp-boot=tag:ipxe," + http + "/boot.ipxe");
        lines.add("dhcp-boot=tag:!ipxe,tag:bios,undionly.kpxe,," + address);
        lines.add("dhcp-boot=tag:!ipxe,tag:efi,ipxe.efi,," + address);
        lines.add("dhcp-boot=tag:!ipxe,tag:efihttp," + http + "/ipxe.efi");
        lines.add("dhcp-option-force=tag:efihttp,60,HTTPClient");
        if (config.dhcp() == BootConfig.Dhcp.PROXY) {
            lines.add("dhcp-range=" + address + ",proxy");
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

    private static void keep(CommandRunner runner, Command command) {
        try {
            while (true) {
                try {
                    CommandResult ended = runner.run(command);
                    LOG.error("dnsmasq ended with {}: {}", ended.exitCode(), ended.errorText());
                } catch (java.io.InterruptedIOException e) {
                    return;
                } catch (IOException e) {
                    LOG.error("dnsmasq does not run: {}", e.getMessage());
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
