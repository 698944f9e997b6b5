package io.pureboot.image;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All locked packages unpacked in one folder, no maintainer script run: what the image takes its files from, and whose
 * own tools build it, so that the machine's release does not matter. {@code /build} in it is for work in progress.
 */
final class DebianStage {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final CommandRunner runner;
    private final Path root;

    DebianStage(CommandRunner runner, Path root) {
        this.runner = runner;
        this.root = root;
    }

    static void unpack(CommandRunner runner, List<Path> packages, Path root) throws IOException {
        for (Path file : packages) {
            runner.run(Command.of("dpkg-deb", "--extract", file.toString(), root.toString())
                            .within(LIMIT))
                    .orThrow();
        }
        for (String name : List.of("bin", "sbin", "lib", "lib64")) {
            Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
        }
        for (String name : List.of("proc", "dev", "tmp", "build")) {
            Files.createDirectories(root.resolve(name));
        }
        devices(runner, root);
    }

    /** The devices that programs do not start without, or start slowly. */
    static void devices(CommandRunner runner, Path root) throws IOException {
        Path folder = Files.createDirectories(root.resolve("dev"));
        device(runner, folder.resolve("null"), "3");
        device(runner, folder.resolve("random"), "8");
        device(runner, folder.resolve("urandom"), "9");
    }

    private static void device(CommandRunner runner, Path path, String minor) throws IOException {
        runner.run(Command.of("mknod", "-m", "666", path.toString(), "c", "1", minor))
                .orThrow();
    }

    Path root() {
        return root;
    }

    /** A path of the unpacked system on this machine. */
    Path at(String path) {
        return root.resolve(path.startsWith("/") ? path.substring(1) : path);
    }

    /** An empty folder {@code /build/NAME}. */
    Path workFolder(String name) throws IOException {
        Path folder = at("build/" + name);
        if (Files.exists(folder)) {
            io.pureboot.demo.Folders.delete(folder);
        }
        return Files.createDirectories(folder);
    }

    /** Runs one of its programs, by absolute path, inside. */
    CommandResult run(String... argv) throws IOException {
        return runner.run(Command.of(inside(root, argv)).within(LIMIT)).orThrow();
    }

    /** The command line that runs a program with {@code root} as its file system and its own /proc. */
    static String[] inside(Path root, String... argv) {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--root=" + root, "--mount-proc"));
        command.addAll(List.of(argv));
        return command.toArray(String[]::new);
    }
}
