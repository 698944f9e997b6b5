package io.pureboot.bench;

import io.pureboot.demo.Loop;
import io.pureboot.demo.Workspace;
import io.pureboot.linux.block.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** partclone, nc without encryption, partclone: partition after partition, what has no file system with dd. */
final class PartcloneOverNc implements Contender {
    private final Workspace workspace;
    private final PartitionList partitions;

    PartcloneOverNc(Workspace workspace, PartitionList partitions) {
        this.workspace = workspace;
        this.partitions = partitions;
    }

    @Override
    public String name() {
        return "partclone | nc | partclone";
    }

    @Override
    public double floor() {
        return 5;
    }

    @Override
    public Copied copy(Disks disks) throws IOException, InterruptedException {
        List<Part> parts = new ArrayList<>();
        // Devices of the parts are made before the clock starts: real disks have them.
        for (PartitionList.Partition partition : partitions.of(disks.source().device(), disks.size())) {
            Extent place = partition.place();
            parts.add(new Part(
                    workspace.attachPart(disks.source().file(), place.start(), place.length(), true),
                    workspace.attachPart(disks.target().file(), place.start(), place.length(), false),
                    partition.mapper()));
        }
        try {
            double before = CpuTime.ofEndedChildren();
            long start = System.nanoTime();
            for (Part part : parts) {
                transfer(part);
            }
            Medium.flush(disks.target().device());
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Copied(seconds, CpuTime.ofEndedChildren() - before, 0);
        } finally {
            for (Part part : parts) {
                workspace.detach(part.from());
                workspace.detach(part.to());
            }
        }
    }

    /** An empty mapper means raw. */
    private record Part(Loop from, Loop to, String mapper) {}

    private void transfer(Part part) throws IOException, InterruptedException {
        int port = Ports.free();
        String from = part.from().device().toString();
        String to = part.to().device().toString();
        String log = workspace.file("partclone.log").toString();
        List<String> reader = part.mapper().isEmpty()
                ? List.of("dd", "if=" + from, "bs=4M", "status=none")
                : List.of(part.mapper(), "-c", "-q", "-L", log + ".source", "-s", from, "-o", "-");
        List<String> writer = part.mapper().isEmpty()
                ? List.of("dd", "of=" + to, "bs=4M", "iflag=fullblock", "conv=fsync", "status=none")
                : List.of("partclone.restore", "-q", "-L", log + ".target", "-s", "-", "-o", to);
        Pipeline receiving = Pipeline.start(
                workspace,
                "partclone-target",
                List.of(List.of("nc", "-l", "127.0.0.1", Integer.toString(port)), writer));
        Ports.awaitListener(port);
        Pipeline sending = Pipeline.start(
                workspace,
                "partclone-source",
                List.of(reader, List.of("nc", "-N", "127.0.0.1", Integer.toString(port))));
        try {
            sending.join();
        } catch (IOException e) {
            receiving.join(); // a receiver that failed says why the sender's pipe broke
            throw e;
        }
        receiving.join();
    }
}
