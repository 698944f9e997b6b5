package io.pureboot.node;

import io.pureboot.node.http.LogRing;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/**
 * The node as a process. Exits with 2 and one line when it cannot do what its arguments say; otherwise it runs until it
 * is ended, with or without a controller.
 */
@Command(
        name = "pureboot node",
        description = "Runs a node on this host: its disks as API and web page, and its side of clones.",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        footer = "What no flag says is taken from pureboot.* words on the kernel command line.")
public final class NodeServer implements Callable<Integer> {
    private final LogRing log;

    @Mixin
    private final NodeOptions options = new NodeOptions();

    private NodeServer(LogRing log) {
        this.log = log;
    }

    public static void main(String[] arguments) {
        LogRing log = LogRing.install();
        System.exit(new CommandLine(new NodeServer(log))
                .setParameterExceptionHandler((e, ignored) -> refuse(e))
                .setExecutionExceptionHandler((e, ignored, alsoIgnored) -> refuse(e))
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        NodeProcess.run(options, log);
        return 0;
    }

    private static int refuse(Exception e) {
        String message = e instanceof ParameterException ? String.valueOf(e.getMessage()) : NodeProcess.problem(e);
        System.err.println("pureboot node: " + message.lines().findFirst().orElse("") + " (see --help)");
        return 2;
    }
}
