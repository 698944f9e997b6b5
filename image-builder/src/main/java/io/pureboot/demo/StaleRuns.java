package io.pureboot.demo;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Cleans up after runs that were killed: what their state files name, and only while it still is what they named. A run
 * that lives, or a folder of another user, is left alone.
 */
public final class StaleRuns {
    private final CommandRunner runner;
    private final Path parent;

    public StaleRuns(CommandRunner runner, Path parent) {
        this.runner = runner;
        this.parent = parent;
    }

    /** @return how many runs were cleaned up */
    public int clean() throws IOException {
        int cleaned = 0;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, Workspace.PREFIX + "*")) {
            for (Path folder : folders) {
                Path state = folder.resolve(Workspace.STATE_FILE);
                if (!isMine(folder) || !Files.isRegularFile(state, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                Leftovers leftovers = ProtocolJson.mapper().readValue(Files.readAllBytes(state), Leftovers.class);
                if (!leftovers.owner().alive()) {
                    clean(folder, leftovers);
                    cleaned++;
                }
            }
        }
        return cleaned;
    }

    private static boolean isMine(Path folder) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(Path.of("/proc/self")));
    }

    private void clean(Path folder, Leftovers leftovers) throws IOException {
        for (Leftovers.Running server : leftovers.servers()) {
            if (server.alive()) {
                end(server.pid());
            }
        }
        for (Leftovers.Attached loop : leftovers.loops()) {
            if (backing(loop.device()).equals(loop.file())) {
                runner.run(Command.of("losetup", "--detach", loop.device())).orThrow();
            }
        }
        Folders.delete(folder);
    }

    private static void end(long pid) {
        ProcessHandle.of(pid).ifPresent(process -> {
            CompletableFuture<ProcessHandle> end = process.onExit();
            process.destroy();
            end.completeOnTimeout(process, 8, TimeUnit.SECONDS).join();
            if (process.isAlive()) {
                process.destroyForcibly();
                end.join();
            }
        });
    }

    /** The file behind a loop device, as the kernel names it; empty when nothing is attached. */
    private static String backing(String device) throws IOException {
        Path file = Path.of("/sys/block", Path.of(device).getFileName().toString(), "loop/backing_file");
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }
}
