package io.pureboot.demo;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder, the loop devices attached and the servers started for one run. Everything is noted in the folder's
 * state file before it is used; {@link #close} undoes all of it, and {@link StaleRuns} does when this process is killed.
 */
public final class Workspace implements AutoCloseable {
    static final String PREFIX = "pureboot-run-";
    static final String STATE_FILE = "state.json";

    private final CommandRunner runner;
    private final Path folder;
    private final List<Loop> loops = new ArrayList<>();
    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<Process> programs = new ArrayList<>();
    private boolean closed;

    private Workspace(CommandRunner runner, Path folder) {
        this.runner = runner;
        this.folder = folder;
    }

    /** Makes the folder, readable by its owner alone, under {@code parent}. */
    public static Workspace create(CommandRunner runner, Path parent) throws IOException {
        Workspace workspace = new Workspace(runner, Files.createTempDirectory(parent, PREFIX));
        workspace.save();
        return workspace;
    }

    public Path folder() {
        return folder;
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Attaches a raw image as a whole disk with partitions. */
    public Loop attach(Path file, boolean readOnly) throws IOException {
        return attach(file, readOnly ? List.of("--partscan", "--read-only") : List.of("--partscan"));
    }

    /** The same, past the page cache to the file, as a disk does it: the loop device neither copies nor caches. */
    public Loop attachDirect(Path file, boolean readOnly) throws IOException {
        List<String> options = new ArrayList<>(List.of("--partscan", "--direct-io=on"));
        if (readOnly) {
            options.add("--read-only");
        }
        return attach(file, options);
    }

    /** Attaches a part of a file or block device, in bytes. */
    public Loop attachPart(Path file, long offset, long size, boolean readOnly) throws IOException {
        List<String> options =
                new ArrayList<>(List.of("--offset", Long.toString(offset), "--sizelimit", Long.toString(size)));
        if (readOnly) {
            options.add("--read-only");
        }
        return attach(file, options);
    }

    private synchronized Loop attach(Path file, List<String> options) throws IOException {
        if (closed) {
            throw new IOException("stopping");
        }
        List<String> argv = new ArrayList<>(List.of("losetup", "--find", "--show"));
        argv.addAll(options);
        argv.add(file.toRealPath().toString());
        String device = runner.run(Command.of(argv.toArray(String[]::new)))
                .orThrow()
                .text()
                .strip();
        Loop loop = new Loop(Path.of(device), file.toRealPath());
        loops.add(loop);
        save();
        return loop;
    }

    public synchronized void detach(Loop loop) throws IOException {
        if (loops.contains(loop)) {
            runner.run(Command.of("losetup", "--detach", loop.device().toString()))
                    .orThrow();
            loops.remove(loop);
            save();
        }
    }

    /** Starts a server whose end this workspace sees to. */
    public synchronized ServerProcess start(String name, ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new IOException("stopping");
        }
        ServerProcess server = ServerProcess.start(name, builder, file(name + ".log"));
        servers.add(server);
        save();
        return server;
    }

    public synchronized boolean closed() {
        return closed;
    }

    /** Takes over programs that were started elsewhere: they are ended with the rest. */
    public synchronized List<Process> keep(List<Process> started) throws IOException {
        if (closed) {
            started.forEach(Process::destroyForcibly);
            throw new IOException("stopping");
        }
        programs.removeIf(program -> !program.isAlive());
        programs.addAll(started);
        save();
        return started;
    }

    /** Forgets a server that has ended. */
    synchronized void forget(ServerProcess server) throws IOException {
        servers.remove(server);
        save();
    }

    /** Servers first, then loop devices, then files; a step that fails does not keep the others from being done. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        List<String> failures = new ArrayList<>();
        programs.forEach(Process::destroyForcibly);
        servers.forEach(ServerProcess::askToEnd);
        servers.forEach(ServerProcess::end);
        for (Loop loop : List.copyOf(loops)) {
            try {
                detach(loop);
            } catch (IOException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        if (!failures.isEmpty()) {
            throw new IOException("left behind: " + String.join("; ", failures));
        }
        Folders.delete(folder);
    }

    private void save() throws IOException {
        Leftovers leftovers = new Leftovers(
                Leftovers.Running.of(ProcessHandle.current()),
                loops.stream()
                        .map(loop -> new Leftovers.Attached(
                                loop.device().toString(), loop.file().toString()))
                        .toList(),
                Stream.concat(
                                servers.stream().map(ServerProcess::handle),
                                programs.stream().map(Process::toHandle))
                        .map(Leftovers.Running::of)
                        .toList());
        Path fresh = file(STATE_FILE + ".new");
        Files.write(fresh, ProtocolJson.mapper().writeValueAsBytes(leftovers));
        Files.move(fresh, file(STATE_FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
