package io.pureboot.node;

import io.pureboot.node.http.LogRing;
import io.pureboot.node.transfer.WarmUp;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
        Logger logger = LoggerFactory.getLogger(NodeServer.class);
        KernelCommandLine kernel = KernelCommandLine.parse(Files.readString(options.kernelCommandLine));
        NodeConfig config = options.toConfig(kernel);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> logger.error("thread {} ended", thread.getName(), e));
        kernel.problems().forEach(logger::warn);
        logger.info("{}", config);
        Node.start(config, log);
        WarmUp.start();
        new CountDownLatch(1).await();
        return 0;
    }

    private static int refuse(Exception e) {
        String message = e instanceof ParameterException || e instanceof IllegalArgumentException
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName() + ": " + e.getMessage();
        System.err.println("pureboot node: " + message.lines().findFirst().orElse("") + " (see --help)");
        return 2;
    }
}
