package io.pureboot.bench;

import io.pureboot.demo.RefusedException;
import io.pureboot.demo.StaleRuns;
import io.pureboot.demo.Workspace;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./pureboot bench}. */
@Command(
        name = "./pureboot bench",
        description =
                "Measures PureBoot beside its peers and its limit in one run: a table, then one JSON line a case.",
        footer = {"", "Run it on an otherwise idle machine. The page cache is dropped for the cold cases."})
public final class BenchCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "memory, controller, images, move, scan, boot or clone; all of them when absent.")
    @Nullable
    String name;

    @Option(
            names = "--size",
            paramLabel = "GIB",
            description = "Size of the disk for 'clone', of both images for 'images' (default: 8).")
    int gibibytes = 8;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "Nodes that report to the controller for 'controller' (default: 500).")
    int nodes = 500;

    @Option(
            names = "--cached-loops",
            description = "Loop devices of 'clone' that cache and copy, not ones that go to the file directly as a disk"
                    + " does.")
    boolean cachedLoops;

    @Option(names = "--cache", paramLabel = "cold|warm", description = "Only this state of the page cache for 'clone'.")
    @Nullable
    String cache;

    @Option(names = "--no-peers", description = "Only PureBoot and the limit for 'clone'.")
    boolean alone;

    @Override
    public Integer call() throws Exception {
        List<Boolean> warmth = warmth();
        if (gibibytes < 1 || nodes < 1) {
            throw new RefusedException("--size and --nodes must be at least 1");
        }
        CommandRunner runner = new ProcessCommandRunner();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        new StaleRuns(runner, temporary).clean();
        List<Figure> figures = new ArrayList<>();
        Workspace workspace = Workspace.create(runner, temporary);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(workspace), "clean-up"));
        try {
            for (Bench bench : chosen(List.of(
                    new MemoryBench(runner, workspace),
                    new ControllerBench(workspace, nodes),
                    new ImagesBench(runner, workspace, (long) gibibytes << 30),
                    new MoveBench(runner, workspace),
                    new ScanBench(runner, workspace),
                    new BootBench(workspace),
                    new CloneBench(runner, workspace, (long) gibibytes << 30, 0.3, warmth, !alone, !cachedLoops)))) {
                figures.addAll(bench.run(line -> System.err.println("pureboot bench " + bench.name() + ": " + line)));
            }
        } finally {
            close(workspace);
        }
        Table.lines(figures).forEach(System.out::println);
        figures.forEach(figure -> System.out.println(figure.json()));
        return 0;
    }

    private List<Boolean> warmth() {
        return switch (cache) {
            case null -> List.of(false, true);
            case "cold" -> List.of(false);
            case "warm" -> List.of(true);
            default -> throw new RefusedException("--cache is cold or warm, not '" + cache + "'");
        };
    }

    private List<Bench> chosen(List<Bench> all) {
        if (name == null) {
            return all;
        }
        List<Bench> named =
                all.stream().filter(bench -> bench.name().equals(name)).toList();
        if (named.isEmpty()) {
            throw new RefusedException("there is no benchmark '" + name + "'; there are "
                    + String.join(", ", all.stream().map(Bench::name).toList()));
        }
        return named;
    }

    private static void close(Workspace workspace) {
        try {
            workspace.close();
        } catch (IOException e) {
            System.err.println("pureboot bench: " + e.getMessage());
        }
    }
}
