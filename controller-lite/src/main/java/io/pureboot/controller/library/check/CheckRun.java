package io.pureboot.controller.library.check;

import io.pureboot.controller.library.check.ArchiveCheck.Kept;
import io.pureboot.controller.library.text.Printable;
import io.pureboot.controller.library.text.Reason;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole check, from the first line of the log to the summary. */
public final class CheckRun {
    private static final Logger LOG = LoggerFactory.getLogger(CheckRun.class);
    static final String LOCK = ".multipart-check.lock";
    private static final int LEAST_FREE_PERCENT = 20;

    private final CheckConfig config;
    private final DiskSpace space;
    private final Preconditions preconditions;
    private final Clock clock;
    private final PrintStream out;
    private final PrintStream err;
    private final List<Kept> kept = new ArrayList<>();
    private int multiple;
    private int checked;

    public CheckRun(CheckConfig config, DiskSpace space, PrintStream out, PrintStream err) {
        this(config, space, new Preconditions(Path.of("/proc")), Clock.systemUTC(), out, err);
    }

    CheckRun(
            CheckConfig config,
            DiskSpace space,
            Preconditions preconditions,
            Clock clock,
            PrintStream out,
            PrintStream err) {
        this.config = config;
        this.space = space;
        this.preconditions = preconditions;
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /** Whether a file is an image by its name. */
    public static boolean isImage(Path file) {
        return Staging.isImage(file.getFileName().toString());
    }

    /** Exit code: 0 when every archive was read and every image identified, else 1. */
    public int run() {
        try (EventLog log = config.dryRun() ? EventLog.printTo(out, clock) : EventLog.appendTo(config.log(), clock)) {
            boolean complete = attempt(log);
            Summary summary = new Summary(config, complete, checked, multiple, kept, log.problems(), log.warnings());
            (config.dryRun() ? err : out).print(summary.text());
            return complete && log.problems().count() == 0 ? 0 : 1;
        } catch (IOException e) {
            err.println("images check: the log cannot be written: " + Printable.of(Reason.of(e)));
            return 1;
        }
    }

    private boolean attempt(EventLog log) throws IOException {
        try {
            return config.dryRun() ? checkAll(log) : checkLocked(log);
        } catch (IOException e) {
            log.error("reason", Reason.of(e));
            return false;
        } catch (UncheckedIOException e) {
            log.error("reason", Reason.of(Objects.requireNonNull(e.getCause())));
            return false;
        }
    }

    private boolean checkLocked(EventLog log) throws IOException {
        Optional<InstanceLock> lock;
        try {
            lock = InstanceLock.take(config.staging(), LOCK);
        } catch (IOException e) {
            log.error("reason", "the staging folder cannot be used: " + Reason.of(e));
            return false;
        }
        if (lock.isEmpty()) {
            log.error("reason", "another check runs on " + config.staging());
            return false;
        }
        try (InstanceLock held = lock.get()) {
            Objects.requireNonNull(held);
            if (!startIsAllowed(log)) {
                return false;
            }
            for (Path unfinished : UnfinishedImages.remove(config.staging())) {
                log.warning("reason", "an earlier run did not end: its unfinished %s is removed".formatted(unfinished));
            }
            return checkAll(log);
        }
    }

    private boolean startIsAllowed(EventLog log) throws IOException {
        Optional<String> archiving = preconditions.stillArchiving();
        if (archiving.isPresent() && !config.anyway()) {
            log.error(
                    "reason",
                    "archive-staging-dirs.sh still runs (%s): wait for it, or start with --anyway"
                            .formatted(archiving.get()));
            return false;
        }
        List<String> left = Preconditions.leftInStaging(config.staging());
        if (!left.isEmpty()) {
            log.warning("reason", "not cleared from %s: %s".formatted(config.staging(), String.join(", ", left)));
        }
        return true;
    }

    private boolean checkAll(EventLog log) throws IOException {
        ArchiveSelection selection;
        try {
            selection = ArchiveSelection.of(config);
        } catch (IOException e) {
            log.error("reason", "the archives cannot be listed: " + Reason.of(e));
            return false;
        }
        List<Archive> archives = selection.archives();
        log.event("script_start", "total_archives", archives.size());
        for (Map.Entry<String, String> unusable : selection.unusable().entrySet()) {
            log.error("hash", unusable.getKey(), "reason", unusable.getValue());
        }
        long total = archives.stream().mapToLong(Archive::size).sum();
        ProgressLine progress = new ProgressLine(err, ProgressLine.onTerminal(), total);
        long before = 0;
        for (Archive archive : archives) {
            progress.archivesDone(before);
            if (!checkOne(archive, log, progress)) {
                progress.end();
                return false;
            }
            before += archive.size();
        }
        progress.end();
        log.event("script_complete", "total_multipart", multiple, "archives_checked", checked);
        return true;
    }

    // False when the run must end.
    private boolean checkOne(Archive archive, EventLog log, ProgressLine progress) throws IOException {
        String hash = archive.hash();
        log.event("archive_start", "hash", hash, "size_gb", ArchiveCheck.gib(archive.size()), "rank", archive.rank());
        if (!config.dryRun() && space.of(config.staging()).below(LEAST_FREE_PERCENT)) {
            log.error(
                    "hash",
                    hash,
                    "reason",
                    "disk space: %d %% free in %s, %d %% are needed"
                            .formatted(space.of(config.staging()).freePercent(), config.staging(), LEAST_FREE_PERCENT));
            return false;
        }
        Staging staging = new Staging(config.staging(), hash, space);
        int removed;
        try {
            removed = config.dryRun() ? 0 : staging.clear();
        } catch (StagingException e) {
            log.error("hash", hash, "reason", Reason.of(e));
            return false;
        }
        log.event("extraction_start", "hash", hash, "dest", staging.folder() + "/");
        ArchiveCheck check = new ArchiveCheck(archive, config, log, staging, at -> progress.at(hash, at));
        boolean whole = false;
        boolean goOn = true;
        try {
            check.run();
            whole = true;
        } catch (StagingException e) {
            log.error("hash", hash, "reason", Reason.of(e));
            goOn = false;
        } catch (ImageTooLargeException e) {
            log.error("hash", hash, "reason", Reason.of(e));
        } catch (IOException e) {
            log.error("hash", hash, "reason", "the archive cannot be read: " + Reason.of(e));
        } catch (RuntimeException e) {
            LOG.error("images check: archive {}", hash, e);
            log.error("hash", hash, "reason", "the archive cannot be read: " + e);
        }
        removed += check.otherFiles() + (config.dryRun() ? 0 : staging.clear());
        kept.addAll(check.kept());
        multiple += check.multiple();
        log.event(
                "cleanup",
                "hash",
                hash,
                "removed_files",
                removed,
                "kept_imgs",
                check.kept().size());
        if (whole) {
            checked++;
            log.event(
                    "archive_complete",
                    "hash",
                    hash,
                    "multipart_imgs",
                    check.multiple(),
                    "disk_free_pct",
                    freePercent());
        }
        return goOn;
    }

    private int freePercent() throws IOException {
        Path folder = config.staging();
        while (!java.nio.file.Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return space.of(folder).freePercent();
    }
}
