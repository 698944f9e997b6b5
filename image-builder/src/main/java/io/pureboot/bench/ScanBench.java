package io.pureboot.bench;

import io.pureboot.demo.Loop;
import io.pureboot.demo.Workspace;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.node.disk.SystemDiskScanner;
import io.pureboot.protocol.disk.DiskInfo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scanning 24 disks with four file systems each, minimum sizes included. */
final class ScanBench implements Bench {
    private static final int DISKS = 24;
    private static final long MIB = 1 << 20;
    private static final List<List<String>> MAKERS = List.of(
            List.of("mkfs.ext4", "-q", "-F"),
            List.of("mkfs.vfat", "-F", "16"),
            List.of("mkfs.ntfs", "-q", "-Q", "-F"),
            List.of("mkfs.btrfs", "-q", "-f"));

    private final CommandRunner runner;
    private final Workspace workspace;

    ScanBench(CommandRunner runner, Workspace workspace) {
        this.runner = runner;
        this.workspace = workspace;
    }

    @Override
    public String name() {
        return "scan";
    }

    @Override
    public List<Figure> run(Progress progress) throws IOException, InterruptedException {
        progress.say("making " + DISKS + " disks with four file systems each");
        List<Loop> disks = new ArrayList<>();
        try {
            Path first = made();
            for (int i = 0; i < DISKS; i++) {
                Path copy = workspace.file("scan-" + i + ".img");
                runner.run(Command.of("cp", "--sparse=always", first.toString(), copy.toString()))
                        .orThrow();
                disks.add(workspace.attach(copy, false));
            }
            SystemDiskScanner scanner = new SystemDiskScanner(
                    BlockDevices.ofThisMachine(),
                    InUse.ofThisMachine(),
                    runner,
                    Optional.of(
                            disks.stream().map(disk -> disk.device().toString()).toList()),
                    Clock.systemUTC());
            List<Figure> figures = new ArrayList<>();
            for (String state : List.of("cold", "warm")) {
                progress.say("scanning, " + state);
                if (state.equals("cold")) {
                    runner.run(Command.of("sync")).orThrow();
                    Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
                }
                long start = System.nanoTime();
                List<DiskInfo> found = scanner.scan();
                double seconds = (System.nanoTime() - start) / 1e9;
                check(found);
                figures.add(Figure.measured(
                        name(), "scan of " + DISKS + " disks", state, seconds, "s", Map.of("disks", found.size())));
            }
            return figures;
        } finally {
            for (Loop disk : disks) {
                workspace.detach(disk);
            }
        }
    }

    private static void check(List<DiskInfo> found) throws IOException {
        for (DiskInfo disk : found) {
            if (disk.partitions().size() != MAKERS.size()
                    || disk.partitions().stream().anyMatch(part -> part.usedBytes() == null)) {
                throw new IOException("the scan of " + disk.device() + " is not complete: " + disk.warnings());
            }
        }
        if (found.size() != DISKS) {
            throw new IOException("found " + found.size() + " disks instead of " + DISKS);
        }
    }

    private Path made() throws IOException, InterruptedException {
        Path image = workspace.file("scan.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(1024 * MIB);
        }
        List<String> argv = new ArrayList<>(List.of("sgdisk"));
        for (int i = 0; i < MAKERS.size(); i++) {
            argv.add("--new=" + (i + 1) + ":" + (1 + 200 * i) + "M:+190M");
        }
        argv.add(image.toString());
        runner.run(Command.of(argv.toArray(String[]::new))).orThrow();
        for (int i = 0; i < MAKERS.size(); i++) {
            Loop part = workspace.attachPart(image, (1 + 200L * i) * MIB, 190 * MIB, false);
            try {
                List<String> maker = new ArrayList<>(MAKERS.get(i));
                maker.add(part.device().toString());
                runner.run(Command.of(maker.toArray(String[]::new))).orThrow();
            } finally {
                workspace.detach(part);
            }
        }
        return image;
    }
}
