package io.pureboot.bench;

import io.pureboot.demo.Loop;
import io.pureboot.demo.Workspace;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Memory of the nodes when the disk is very large: sparse, with one ext4 over all of it. */
final class MemoryBench implements Bench {
    private static final long SIZE = 2L << 40;
    private static final long FIRST = 1L << 20;
    private static final double PEAK_MIB = 200;

    private final CommandRunner runner;
    private final Workspace workspace;

    MemoryBench(CommandRunner runner, Workspace workspace) {
        this.runner = runner;
        this.workspace = workspace;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Figure> run(Progress progress) throws IOException, InterruptedException {
        progress.say("making a sparse disk of 2 TiB with one ext4");
        Loop source = workspace.attach(source(), true);
        Loop target = workspace.attach(sparse("memory-target.img"), false);
        try {
            progress.say("cloning it");
            PureBootClone clone = new PureBootClone(workspace);
            Copied copied = clone.copy(new Disks(source, target, List.of(new Extent(0, SIZE)), SIZE, SIZE));
            Map<String, Object> more = new LinkedHashMap<>();
            more.put("disk_bytes", SIZE);
            more.put("seconds", Figure.rounded(copied.seconds()));
            return List.of(Figure.atMost(
                    name(),
                    "peak resident memory of a node",
                    "2 TiB",
                    clone.peakResident() / 1048576.0,
                    "MiB",
                    PEAK_MIB,
                    more));
        } finally {
            workspace.detach(source);
            workspace.detach(target);
        }
    }

    private Path source() throws IOException {
        Path image = sparse("memory-source.img");
        runner.run(Command.of("sgdisk", "--new=1:1M:0", "--typecode=1:8300", image.toString()))
                .orThrow();
        Loop part = workspace.attachPart(image, FIRST, SIZE - 2 * FIRST, false);
        try {
            runner.run(Command.of(
                                    "mkfs.ext4",
                                    "-q",
                                    "-F",
                                    "-T",
                                    "largefile4",
                                    part.device().toString())
                            .within(Duration.ofMinutes(10)))
                    .orThrow();
        } finally {
            workspace.detach(part);
        }
        return image;
    }

    private Path sparse(String name) throws IOException {
        Path image = workspace.file(name);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        return image;
    }
}
