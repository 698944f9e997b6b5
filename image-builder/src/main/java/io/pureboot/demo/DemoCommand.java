package io.pureboot.demo;

import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.protocol.ByteSize;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./pureboot demo}. */
@Command(
        name = "./pureboot demo",
        description = "Runs a controller and two nodes with real block devices on this machine.",
        footer = {
            "",
            "Without --source a disk with real files is made, without --target an empty one.",
            "Without --once it stays up until Ctrl-C. PUREBOOT_ADMIN_PASSWORD sets the password of 'admin'."
        })
public final class DemoCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = "--once",
            description = "Make one direct clone, compare both disks, print one JSON line last on stdout, clean up.")
    boolean once;

    @Option(
            names = "--source",
            paramLabel = "FILE|DEV",
            description = "Your own source: a raw disk image or a whole disk. It is only read.")
    @Nullable
    String source;

    @Option(
            names = "--target",
            paramLabel = "FILE|DEV",
            description = "Your own target: a raw disk image or a whole disk. ALL OF IT IS OVERWRITTEN.")
    @Nullable
    String target;

    @Option(names = "--yes", description = "Do not ask before --target is overwritten.")
    boolean yes;

    @Option(names = "--port", paramLabel = "N", description = "Port of the controller (default: any free one).")
    int port;

    private final CommandRunner runner = new ProcessCommandRunner();
    private final PrintStream messages = System.err;

    @Override
    public Integer call() throws Exception {
        try {
            WantedPort.check(port);
            OwnDisk own = source == null ? null : OwnDisk.of(runner, "--source", source, false);
            OwnDisk overwritten = target == null ? null : OwnDisk.of(runner, "--target", target, true);
            DemoDisks.check(own, overwritten);
            if (overwritten != null) {
                confirm(overwritten);
            }
            return run(own, overwritten);
        } catch (RefusedException e) {
            report(DemoResult.failed(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private int run(@Nullable OwnDisk own, @Nullable OwnDisk overwritten) throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        int stale = new StaleRuns(runner, temporary).clean();
        if (stale > 0) {
            messages.println("pureboot: cleaned up after " + stale + " earlier run(s) that were killed");
        }
        Workspace workspace = Workspace.create(runner, temporary);
        Thread cleanUp = new Thread(() -> close(workspace), "clean-up");
        Runtime.getRuntime().addShutdownHook(cleanUp);
        try {
            messages.println("pureboot: preparing the disks");
            DemoDisks disks = DemoDisks.prepare(runner, workspace, own, overwritten);
            messages.println("pureboot: starting a controller and two nodes");
            String given = System.getenv("PUREBOOT_ADMIN_PASSWORD");
            Cluster cluster =
                    Cluster.start(workspace, "controller", Jvm.running(), port, given == null ? newPassword() : given);
            Demo demo = new Demo(runner, workspace, messages);
            if (!once) {
                demo.stay(disks, cluster, given != null);
            }
            DemoResult result = demo.once(disks, cluster);
            close(workspace);
            return report(result);
        } catch (IOException e) {
            if (workspace.closed()) {
                return 1; // stopped from outside, which has been said already
            }
            close(workspace);
            report(DemoResult.failed(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private int report(DemoResult result) {
        if (once) {
            System.out.println(result.json());
        }
        return result.result().equals("completed") ? 0 : 1;
    }

    private void close(Workspace workspace) {
        try {
            workspace.close();
        } catch (IOException e) {
            messages.println("pureboot: " + e.getMessage());
        }
    }

    private void confirm(OwnDisk overwritten) throws IOException {
        if (yes || !Terminal.isTerminal(0)) {
            return;
        }
        messages.print("All of " + overwritten.path() + " (" + ByteSize.human(overwritten.size())
                + ") will be overwritten. Type ERASE to go on: ");
        String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (!"ERASE".equals(answer)) {
            throw new RefusedException("not confirmed; nothing was changed");
        }
    }

    private static String newPassword() {
        String letters = "abcdefghijkmnpqrstuvwxyz23456789";
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 14; i++) {
            password.append(letters.charAt(random.nextInt(letters.length())));
        }
        return password.toString();
    }
}
