package io.pureboot.bench;

import io.pureboot.demo.CloneCheck;
import io.pureboot.demo.Extents;
import io.pureboot.demo.FreeSpace;
import io.pureboot.demo.Loop;
import io.pureboot.demo.SampleDisk;
import io.pureboot.demo.Workspace;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.protocol.ByteSize;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A disk with real files cloned by PureBoot, by what is used today, and by the limit, on the same loop devices. */
final class CloneBench implements Bench {
    private static final String NAME = "clone";
    private static final double PEAK_MIB = 200;

    private final CommandRunner runner;
    private final Workspace workspace;
    private final long size;
    private final double filled;
    private final List<Boolean> warmth;
    private final boolean peers;
    private final boolean direct;

    /**
     * @param warmth which states of the page cache to measure, in order; true is warm
     * @param peers whether to measure more than PureBoot and the limit
     * @param direct whether the loop devices go to their files past the page cache
     */
    CloneBench(
            CommandRunner runner,
            Workspace workspace,
            long size,
            double filled,
            List<Boolean> warmth,
            boolean peers,
            boolean direct) {
        this.runner = runner;
        this.workspace = workspace;
        this.size = size;
        this.filled = filled;
        this.warmth = warmth;
        this.peers = peers;
        this.direct = direct;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Figure> run(Progress progress) throws IOException, InterruptedException {
        progress.say("making a disk of " + ByteSize.human(size) + " with real files");
        Disks disks = prepare();
        progress.say(ByteSize.human(disks.usedBytes()) + " of it are used");
        PureBootClone ours = new PureBootClone(workspace);
        List<Contender> contenders = new ArrayList<>(List.of(ours, new LocalCopy()));
        if (peers) {
            contenders.add(new HttpsFileServer(runner, workspace));
            contenders.add(new PartcloneOverNc(workspace, new PartitionList(runner, workspace)));
            contenders.add(new NbdcopyOverTls(workspace));
        }
        List<Figure> figures = new ArrayList<>();
        for (boolean warm : warmth) {
            double own = 0;
            for (Contender contender : contenders) {
                progress.say((warm ? "warm: " : "cold: ") + contender.name());
                Medium.prepare(runner, disks.source(), disks.target(), warm);
                Copied copied = contender.copy(disks);
                own = contender == ours ? copied.seconds() : own;
                figures.add(figure(contender, copied, own, warm, disks));
                if (contender == ours) {
                    requireGood(disks);
                }
            }
        }
        figures.add(Figure.atMost(
                NAME,
                "peak resident memory of a node",
                "",
                ours.peakResident() / 1048576.0,
                "MiB",
                PEAK_MIB,
                Map.of()));
        workspace.detach(disks.source());
        workspace.detach(disks.target());
        return figures;
    }

    private Disks prepare() throws IOException {
        Path source = new SampleDisk(runner, workspace).make("bench-source.img", size, (long) (size * filled));
        Path target = workspace.file("bench-target.img");
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            file.setLength(size);
        }
        Loop from = attach(source, true);
        Loop to = attach(target, false);
        List<Extent> used = Extents.subtract(
                List.of(new Extent(0, size)), new FreeSpace(runner, workspace).of(from.device(), size));
        return new Disks(from, to, used, Extents.bytes(used), size);
    }

    private Loop attach(Path file, boolean readOnly) throws IOException {
        return direct ? workspace.attachDirect(file, readOnly) : workspace.attach(file, readOnly);
    }

    /** What was timed must have been a good clone. */
    private void requireGood(Disks disks) throws IOException {
        CloneCheck.Finding finding = new CloneCheck(runner, new FreeSpace(runner, workspace))
                .check(disks.source().device(), disks.target().device(), done -> {});
        if (!finding.good()) {
            throw new IOException("the clone that was measured is not equal to its source: " + finding.problem());
        }
    }

    private static Figure figure(Contender contender, Copied copied, double own, boolean warm, Disks disks) {
        double gigabytes = disks.usedBytes() / 1e9;
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("disk_bytes", disks.size());
        more.put("used_bytes", disks.usedBytes());
        more.put("used_bytes_per_second", (long) (disks.usedBytes() / copied.seconds()));
        if (copied.targetCpu() > 0) {
            more.put("source_cpu_seconds_per_gb", Figure.rounded(copied.sourceCpu() / gigabytes));
            more.put("target_cpu_seconds_per_gb", Figure.rounded(copied.targetCpu() / gigabytes));
        } else {
            more.put("cpu_seconds_per_gb", Figure.rounded(copied.sourceCpu() / gigabytes));
        }
        if (!copied.phases().isEmpty()) {
            more.put("seconds_of", copied.phases());
        }
        String state = warm ? "warm" : "cold";
        if (contender instanceof PureBootClone) {
            return Figure.measured(NAME, contender.name(), state, copied.seconds(), "s", more);
        }
        return Figure.against(
                NAME, contender.name(), state, copied.seconds(), "s", copied.seconds() / own, contender.floor(), more);
    }
}
