package io.pureboot.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.session.CloneMode;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.CloneSessionCreate;
import io.pureboot.protocol.session.SessionStatus;
import java.io.IOException;
import java.nio.file.Path;

/** One direct clone through the controller's API, watched to its end and then checked by comparing both disks. */
final class DemoClone {
    private final Cluster cluster;
    private final ProgressLine progress;
    private final CloneCheck check;

    DemoClone(Cluster cluster, ProgressLine progress, CloneCheck check) {
        this.cluster = cluster;
        this.progress = progress;
        this.check = check;
    }

    DemoResult run(Cluster.Node source, Cluster.Node target) throws IOException, InterruptedException {
        CloneSession created = cluster.client()
                .create(new CloneSessionCreate(
                        "demo",
                        source.id(),
                        target.id(),
                        source.disk().toString(),
                        target.disk().toString(),
                        null,
                        CloneMode.DIRECT,
                        null,
                        null,
                        null));
        long start = System.nanoTime();
        cluster.client().start(created.id());
        CloneSession ended = new CloneWatch(cluster, progress).follow(created.id());
        double seconds = Math.round((System.nanoTime() - start) / 1e6) / 1e3;
        if (ended.status() != SessionStatus.COMPLETED) {
            String reason = ended.errorMessage();
            return result(ended, seconds, "", null, reason == null ? "the session ended as " + ended.status() : reason);
        }
        CloneCheck.Finding finding = compare(source.disk(), target.disk(), ended);
        return result(ended, seconds, manifest(ended), finding, finding.problem());
    }

    private CloneCheck.Finding compare(Path source, Path target, CloneSession session) throws IOException {
        Long size = session.sourceSizeBytes();
        try {
            return check.check(source, target, done -> progress.show("comparing", done, size == null ? 0 : size, 0));
        } finally {
            progress.end();
        }
    }

    private String manifest(CloneSession session) throws IOException, InterruptedException {
        JsonNode receipt = cluster.client().receipt(session.id());
        return ProtocolJson.mapper()
                .readTree(receipt.path("receipt_json").asText())
                .path("manifest_sha256")
                .asText();
    }

    private static DemoResult result(
            CloneSession session,
            double seconds,
            String manifest,
            CloneCheck.@org.jspecify.annotations.Nullable Finding finding,
            String error) {
        boolean good = finding != null && finding.good();
        return new DemoResult(
                good ? "completed" : "failed",
                session.bytesTotal(),
                session.bytesTransferred(),
                seconds,
                good,
                seconds > 0 ? (long) (session.bytesTransferred() / seconds) : null,
                session.sourceSizeBytes(),
                finding == null ? null : finding.comparedBytes(),
                finding == null ? null : finding.differingFreeBytes(),
                manifest.isEmpty() ? null : manifest,
                session.id(),
                error.isEmpty() ? null : error);
    }
}
