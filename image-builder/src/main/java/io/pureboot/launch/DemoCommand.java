package io.pureboot.launch;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./pureboot demo}. */
@Command(name = "./pureboot demo", description = "A controller and two nodes on this machine.")
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--once", description = "Make one direct clone, verify it, print one JSON line, clean up.")
    boolean once;

    @Override
    public Integer call() {
        throw new IllegalStateException("demo needs the controller and the nodes, which are not in this build");
    }
}
