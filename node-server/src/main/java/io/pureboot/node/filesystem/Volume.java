package io.pureboot.node.filesystem;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A file system in its place on a disk, to be looked at: bytes through the window, tools through a read-only loop
 * device over the same bytes, which works without a partition node, sees the medium rather than an old page cache and
 * keeps tools from writing. Not for several threads.
 */
public final class Volume implements AutoCloseable {
    private final String filesystem;
    private final Window window;
    private final ReadOnlyLoops loops;
    private final CommandRunner runner;
    private final Place place;
    private final Duration limit;
    private @Nullable ReadOnlyLoop loop;

    /**
     * Where it lies: bytes of {@code disk}.
     *
     * @param node the kernel's own node for exactly these bytes, or null
     * @param mountpoint where it is mounted, or null
     */
    public record Place(
            String disk,
            long start,
            long size,
            @Nullable String node,
            @Nullable String mountpoint) {}

    public Volume(
            String filesystem, Window window, Place place, ReadOnlyLoops loops, CommandRunner runner, Duration limit) {
        this.filesystem = filesystem;
        this.window = window;
        this.place = place;
        this.loops = loops;
        this.runner = runner;
        this.limit = limit;
    }

    public String filesystem() {
        return filesystem;
    }

    public Window window() {
        return window;
    }

    /** Bytes the partition table gives it. */
    public long size() {
        return place.size();
    }

    public @Nullable String mountpoint() {
        return place.mountpoint();
    }

    /** A device a tool can open for reading. */
    String device() throws IOException {
        if (place.mountpoint() != null && place.node() != null) {
            return place.node();
        }
        if (loop == null) {
            loop = loops.attach(place.disk(), place.start(), window.length(), window.sectorSize());
        }
        return loop.device();
    }

    /** Runs a tool within this volume's time limit. */
    CommandResult run(String... argv) throws IOException {
        return run(Command.of(argv));
    }

    CommandResult run(Command command) throws IOException {
        return runner.run(command.within(limit));
    }

    @Override
    public void close() throws IOException {
        ReadOnlyLoop open = loop;
        loop = null;
        if (open != null) {
            open.close();
        }
    }
}
