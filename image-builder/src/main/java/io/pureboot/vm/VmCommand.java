package io.pureboot.vm;

import io.pureboot.demo.ControllerClient;
import io.pureboot.demo.Folders;
import io.pureboot.demo.RefusedException;
import io.pureboot.demo.SampleDisk;
import io.pureboot.demo.WantedPort;
import io.pureboot.demo.Workspace;
import io.pureboot.image.ImageCommand;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.protocol.node.NodeInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./pureboot vm}. */
@Command(
        name = "./pureboot vm",
        description = "Boots the image in three emulated machines on a network of their own: a controller, and a source"
                + " and a target that boot from it.",
        footer = {
            "",
            "The machines are emulated in software and slow: give them two minutes. Ctrl-C pulls their plugs.",
            "A disk of yours given as --source is not changed; the target's is gone afterwards unless --keep names a folder."
        })
public final class VmCommand implements Callable<Integer> {
    private static final int LEAST_MEMORY = 384;
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final String SOURCE = "52:54:00:77:00:02";
    private static final String TARGET = "52:54:00:77:00:03";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = "--image",
            paramLabel = "DIR",
            description = "A finished image (default: .pureboot/image, built now).")
    @Nullable
    Path image;

    @Option(names = "--source", paramLabel = "FILE", description = "Raw image of the source's disk (default: made).")
    @Nullable
    Path source;

    @Option(names = "--memory", paramLabel = "MIB", description = "Of source and target each (default: 512).")
    int memory = 512;

    @Option(names = "--uefi", description = "Source and target start by UEFI instead of a BIOS.")
    boolean uefi;

    @Option(names = "--port", paramLabel = "N", description = "Port of the pages on the loopback (default: any).")
    int port;

    @Option(names = "--keep", paramLabel = "DIR", description = "Where disks and serial logs stay afterwards.")
    @Nullable
    Path keep;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (memory < LEAST_MEMORY) {
            throw new RefusedException("--memory must be at least " + LEAST_MEMORY);
        }
        WantedPort.check(port);
        if (source != null && !Files.isRegularFile(source)) {
            throw new RefusedException("--source " + source + " is no file");
        }
        Path finished = image == null ? ImageCommand.buildUsual() : image;
        for (String name : new String[] {"vmlinuz", "initrd.img", "pureboot.iso"}) {
            if (!Files.isReadable(finished.resolve(name))) {
                throw new RefusedException(finished + " has no " + name + ": make it with ./pureboot image");
            }
        }
        if (uefi && !Ovmf.present()) {
            throw new RefusedException("--uefi needs the package ovmf");
        }
        CommandRunner runner = new ProcessCommandRunner();
        Workspace workspace = Workspace.create(runner, Path.of(System.getProperty("java.io.tmpdir")));
        Path folder = keep == null ? workspace.folder() : Files.createDirectories(keep);
        try (Lab lab = new Lab(finished.toAbsolutePath(), folder.toAbsolutePath())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                lab.close();
                clean(workspace);
            }));
            run(lab, runner, workspace, folder);
        }
        return 0;
    }

    private void run(Lab lab, CommandRunner runner, Workspace workspace, Path folder)
            throws IOException, InterruptedException {
        Path disk = source;
        if (disk == null) {
            say("making the source's disk");
            disk = new SampleDisk(runner, workspace).make("source.img", SampleDisk.MINIMUM, 64L << 20);
        }
        Path target = Lab.emptyDisk(folder.resolve("target.img"), Files.size(disk));
        int ui = port == 0 ? Lab.freePort() : port;
        String password = HexFormat.of().formatHex(random());
        say("the controller starts; what the machines say is in " + folder);
        VirtualMachine controller = lab.controller(ui, password, "");
        try (HttpClient http = Trusting.client()) {
            ControllerClient client = new ControllerClient(URI.create("https://127.0.0.1:" + ui), http);
            while (!signedIn(client, password)) {
                rest(controller);
            }
            System.out.println("Controller  https://127.0.0.1:" + ui + "/   admin / " + password);
            Lab.Firmware firmware = uefi ? Lab.Firmware.UEFI : Lab.Firmware.BIOS;
            say("source and target start from it over their network");
            VirtualMachine from = lab.node("source", firmware, memory, SOURCE, disk, source != null);
            VirtualMachine to = lab.node("target", firmware, memory, TARGET, target, false);
            while (online(client) < 2) {
                rest(controller, from, to);
            }
            System.out.println("Both machines are there: source " + SOURCE + ", target " + TARGET);
            System.out.println("Ctrl-C ends all three.");
            while (true) {
                rest(controller);
            }
        }
    }

    private static boolean signedIn(ControllerClient client, String password) throws InterruptedException {
        try {
            client.signIn("admin", password);
            return true;
        } catch (IOException e) {
            return false; // not up yet
        }
    }

    /** An emulated controller may be too busy to answer in time. */
    private static long online(ControllerClient client) throws InterruptedException {
        try {
            return client.nodes().stream().filter(NodeInfo::online).count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Waits a moment, or ends because one of the machines has ended. */
    private static void rest(VirtualMachine... machines) throws IOException, InterruptedException {
        Thread.sleep(PAUSE);
        for (VirtualMachine machine : machines) {
            if (!machine.running()) {
                String said = machine.said().strip();
                throw new IOException(
                        "the machine " + machine.name() + " has ended: " + said.substring(said.lastIndexOf('\n') + 1));
            }
        }
    }

    private static void say(String text) {
        System.err.println("pureboot: " + text);
    }

    private static byte[] random() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static void clean(Workspace workspace) {
        try {
            workspace.close();
            if (Files.exists(workspace.folder())) {
                Folders.delete(workspace.folder());
            }
        } catch (IOException e) {
            System.err.println("pureboot: " + e.getMessage());
        }
    }
}
