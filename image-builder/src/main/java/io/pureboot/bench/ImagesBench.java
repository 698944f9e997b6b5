package io.pureboot.bench;

import io.pureboot.demo.Jvm;
import io.pureboot.demo.Workspace;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code images check} over two archives, one of an image with one partition and one with two: beside unpacking alone,
 * which is its limit, and beside the procedure it replaces (unpack with tar, loop device, fdisk, delete or keep).
 */
final class ImagesBench implements Bench {
    /** Share of the speed of unpacking alone. */
    private static final double OF_LIMIT = 0.85;

    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final CommandRunner runner;
    private final Workspace workspace;
    private final long size;

    /** @param size bytes of both images together */
    ImagesBench(CommandRunner runner, Workspace workspace, long size) {
        this.runner = runner;
        this.workspace = workspace;
        this.size = size;
    }

    @Override
    public String name() {
        return "images";
    }

    @Override
    public List<Figure> run(Progress progress) throws IOException, InterruptedException {
        progress.say("packing two images of %d MiB".formatted(size >> 21));
        Path archives = Files.createDirectories(workspace.file("archives"));
        List<Path> packed = List.of(archive(archives, 1), archive(archives, 2));
        // Once without a clock, so that all find the archives in the page cache.
        unpack(packed);
        Path single = Files.createDirectories(workspace.file("single"));
        Files.createLink(single.resolve(packed.getFirst().getFileName()), packed.getFirst());
        progress.say("unpacking alone, and images check where nothing is kept");
        double limit = seconds(() -> unpack(packed.subList(0, 1)));
        double passing = seconds(() -> check(single));
        progress.say("images check where one of two is kept");
        double own = seconds(() -> check(archives));
        progress.say("tar, loop device, fdisk");
        double seed = seconds(() -> bySeed(packed));
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("image_bytes", size);
        more.put("archive_bytes", Files.size(packed.get(0)) + Files.size(packed.get(1)));
        return List.of(
                Figure.measured(name(), "images check, nothing kept", "warm", rate(passing, 1), "MB/s", more),
                Figure.against(
                        name(),
                        "zstd -dc > /dev/null (limit)",
                        "warm",
                        rate(limit, 1),
                        "MB/s",
                        limit / passing,
                        OF_LIMIT,
                        more),
                Figure.measured(name(), "images check, one of two kept", "warm", rate(own, 2), "MB/s", more),
                Figure.against(
                        name(), "tar, loop device, fdisk (seed)", "warm", rate(seed, 2), "MB/s", seed / own, 1, more));
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private static double seconds(Step step) throws IOException, InterruptedException {
        long start = System.nanoTime();
        step.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private double rate(double seconds, int images) {
        return size / 2.0 * images / 1e6 / seconds;
    }

    private Path archive(Path archives, int partitions) throws IOException, InterruptedException {
        String hash = "%032x".formatted(partitions);
        Path image = workspace.file(hash + ".img");
        FilledImage.make(image, size / 2);
        StringBuilder argv = new StringBuilder("sgdisk --clear");
        for (int i = 1; i < partitions; i++) {
            argv.append(" --new=").append(i).append(":0:+64M");
        }
        argv.append(" --new=").append(partitions).append(":0:0 ").append(image);
        runner.run(Command.of(argv.toString().split(" "))).orThrow();
        Path archive = archives.resolve(hash + ".tar.zst");
        Pipeline.start(
                        workspace,
                        "pack-" + partitions,
                        List.of(
                                List.of("tar", "-C", workspace.folder().toString(), "-cf", "-", hash + ".img"),
                                List.of("zstd", "-q", "-3", "-T0", "-o", archive.toString())))
                .join();
        Files.delete(image);
        return archive;
    }

    private void unpack(List<Path> archives) throws IOException {
        for (Path archive : archives) {
            runner.run(Command.of("zstd", "-q", "-dc", archive.toString())
                            .within(LIMIT)
                            .into(Path.of("/dev/null")))
                    .orThrow();
        }
    }

    // A process as a person starts it: the JVM's start is in its time.
    private void check(Path archives) throws IOException, InterruptedException {
        Path staging = workspace.file("staging");
        Process process = workspace
                .keep(List.of(Jvm.running()
                        .tool(List.of(
                                "images",
                                "check",
                                "--anyway",
                                "--min-size=0",
                                "--archives=" + archives,
                                "--staging=" + staging,
                                "--log=" + workspace.file("check.jsonl")))
                        .redirectErrorStream(true)
                        .redirectOutput(workspace.file("check.log").toFile())
                        .start()))
                .getFirst();
        boolean two = Files.exists(archives.resolve("%032x.tar.zst".formatted(2)));
        if (process.waitFor() != 0 || Files.exists(kept(staging)) != two) {
            throw new IOException("images check failed, see " + workspace.file("check.log"));
        }
        Files.deleteIfExists(kept(staging));
    }

    private static Path kept(Path staging) {
        String hash = "%032x".formatted(2);
        return staging.resolve("tmp").resolve(hash).resolve(hash + ".img");
    }

    private void bySeed(List<Path> archives) throws IOException {
        for (Path archive : archives) {
            Path folder = Files.createDirectories(workspace.file("unpacked"));
            run("tar", "--zstd", "-C", folder.toString(), "-xf", archive.toString());
            String hash = archive.getFileName().toString().replace(".tar.zst", "");
            Path image = folder.resolve(hash + ".img");
            String loop = run("losetup", "--find", "--show", "--read-only", "--partscan", image.toString())
                    .text()
                    .strip();
            String table = run("fdisk", "-l", loop).text();
            run("losetup", "--detach", loop);
            if (table.lines().noneMatch(line -> line.startsWith(loop))) {
                throw new IOException("fdisk sees no partition in " + image);
            }
            // Kept or not by that count, its room is needed.
            Files.delete(image);
        }
    }

    private CommandResult run(String... argv) throws IOException {
        return runner.run(Command.of(argv).within(LIMIT)).orThrow();
    }
}
