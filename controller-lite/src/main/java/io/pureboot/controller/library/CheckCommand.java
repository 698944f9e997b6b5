package io.pureboot.controller.library;

import io.pureboot.controller.library.check.CheckConfig;
import io.pureboot.controller.library.check.CheckRun;
import io.pureboot.controller.library.check.DiskSpace;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pureboot images check}. */
@Command(
        name = "check",
        description = "Goes through archived disk images and keeps those with two or more partitions.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        footer = {
            "",
            "Archives are only read. Images with one partition or none take no disk space; what is not sure is kept.",
            "Exit code 0 when every archive was read and every image identified, else 1; wrong arguments 2.",
            "While it runs: watch -n 5 df -h " + CheckConfig.STAGING
        })
final class CheckCommand implements Callable<Integer> {
    @Option(names = "--archives", paramLabel = "DIR", description = "where the .tar.zst files are")
    private Path archives = Path.of(CheckConfig.ARCHIVES);

    @Option(names = "--staging", paramLabel = "DIR", description = "kept images go to tmp/<hash>/ in it")
    private Path staging = Path.of(CheckConfig.STAGING);

    @Option(names = "--log", paramLabel = "FILE", description = "JSON lines are appended to it")
    private Path log = Path.of(CheckConfig.LOG);

    @Option(names = "--min-size", paramLabel = "BYTES", description = "archives and images must be larger than this")
    private long minSize = CheckConfig.MIN_SIZE;

    @Option(names = "--limit", paramLabel = "N", description = "stop after the N smallest archives; 0 for all")
    private int limit;

    @Option(names = "--dry-run", description = "decide, but write nothing; log lines go to standard output")
    private boolean dryRun;

    @Option(names = "--anyway", description = "start although archive-staging-dirs.sh still runs")
    private boolean anyway;

    @Override
    public Integer call() {
        if (minSize < 0 || limit < 0) {
            System.err.println("images check: --min-size and --limit are 0 or more");
            return CommandLine.ExitCode.USAGE;
        }
        CheckConfig config = new CheckConfig(
                archives.toAbsolutePath(),
                staging.toAbsolutePath(),
                log.toAbsolutePath(),
                minSize,
                dryRun,
                limit,
                anyway);
        return new CheckRun(config, DiskSpace.real(), System.out, System.err).run();
    }
}
