package io.pureboot.node;

import io.pureboot.node.http.LogRing;
import io.pureboot.node.transfer.WarmUp;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node's process does once its options are known, whoever read them. */
final class NodeProcess {
    private NodeProcess() {}

    /**
     * Runs the node until the process is ended.
     *
     * @throws IllegalArgumentException one line that says what is wrong with an option
     */
    static void run(NodeOptions options, LogRing log) throws IOException, InterruptedException {
        Logger logger = LoggerFactory.getLogger(NodeServer.class);
        KernelCommandLine kernel = KernelCommandLine.parse(Files.readString(options.kernelCommandLine));
        NodeConfig config = options.toConfig(kernel);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> logger.error("thread {} ended", thread.getName(), e));
        config.problems().forEach(logger::warn);
        logger.info("{}", config);
        if (options.recorded) {
            WarmUp.now();
        } else {
            WarmUp.start();
        }
        Node.start(config, log);
        new CountDownLatch(1).await();
    }

    /** For whoever reads one line. */
    static String problem(Exception e) {
        return e instanceof IllegalArgumentException || e.getClass() == IOException.class
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
