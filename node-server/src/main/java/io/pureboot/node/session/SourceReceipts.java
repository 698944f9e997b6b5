package io.pureboot.node.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.node.disk.DiskScanner;
import io.pureboot.node.tls.PeerIdentity;
import io.pureboot.node.tls.SessionKey;
import io.pureboot.node.transfer.ChunkMap;
import io.pureboot.node.transfer.Digest;
import io.pureboot.node.transfer.ReceiptCheck;
import io.pureboot.node.transfer.SourceContent;
import io.pureboot.node.transfer.SourceDescription;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.Receipt;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Signs what a target says of a clone, after comparing it with what this source knows itself. */
final class SourceReceipts implements ReceiptCheck {
    private final SourceDescription description;
    private final SourceContent content;
    private final SourceWatch watch;
    private final DiskInfo disk;
    private final DiskScanner scanner;
    private final SessionCredentials credentials;
    private volatile boolean signed;

    /** @param disk as it was when the map was made */
    SourceReceipts(
            SourceDescription description,
            SourceContent content,
            SourceWatch watch,
            DiskInfo disk,
            DiskScanner scanner,
            SessionCredentials credentials) {
        this.description = description;
        this.content = content;
        this.watch = watch;
        this.disk = disk;
        this.scanner = scanner;
        this.credentials = credentials;
    }

    @Override
    public Countersignature countersign(Request request, X509Certificate peer) {
        try {
            return signed(request, peer);
        } catch (ProblemException e) {
            if (e.type().status() < 500) {
                throw e;
            }
            // The target takes a 5xx for a fault that may pass and asks again; this is the source's last word.
            throw new ProblemException(ProblemType.DEVICE_CHANGED, e.detail(), e);
        }
    }

    private Countersignature signed(Request request, X509Certificate peer) {
        Receipt receipt = read(request.receiptJson());
        same("session", description.sessionId(), receipt.sessionId());
        same("source node", description.nodeId(), receipt.sourceNodeId());
        isSignedBy(peer, request, receipt);
        isOfThisRun(request);
        same("source disk", description.identity(), receipt.sourceDisk());
        same("chunk size", (long) ChunkMap.CHUNK, receipt.chunkSize());
        same("digest algorithm", Digest.ALGORITHM, receipt.digestAlgorithm());
        same("number of chunks", (long) content.map().usedCount(), receipt.chunks());
        same("used bytes", content.map().usedBytes(), receipt.bytesUsed());
        same("verified bytes", content.map().usedBytes(), receipt.bytesVerified());
        same("unreadable ranges", content.unreadable(), receipt.unreadable());
        same("manifest", manifest(), receipt.manifestSha256());
        isUnchanged();
        watch.check();
        try {
            SessionCredentials.Current identity = credentials.now();
            Countersignature mine =
                    new Countersignature(identity.sign(request.receiptJson()), identity.certificatePem());
            signed = true;
            return mine;
        } catch (IOException e) {
            throw new ProblemException(ProblemType.INTERNAL, "The receipt cannot be signed.", e);
        }
    }

    /** Throws when it could not sign any more; what happens to the disk after it has signed is nobody's concern. */
    void stillRight() {
        if (!signed) {
            watch.check();
        }
    }

    private static Receipt read(@Nullable String json) {
        try {
            return ProtocolJson.mapper().readValue(Objects.requireNonNullElse(json, ""), Receipt.class);
        } catch (JsonProcessingException e) {
            throw ProblemException.field("receipt_json", "not a receipt: " + e.getOriginalMessage());
        }
    }

    private static void isSignedBy(X509Certificate peer, Request request, Receipt receipt) {
        try {
            PeerIdentity.session(receipt.sessionId(), CloneRole.TARGET, receipt.targetNodeId())
                    .check(peer);
        } catch (CertificateException e) {
            throw ProblemException.field("target_node_id", String.valueOf(e.getMessage()));
        }
        if (request.targetSignature() == null
                || !SessionKey.verified(peer, request.receiptJson(), request.targetSignature())) {
            throw ProblemException.field("target_signature", "not of this receipt by this target");
        }
    }

    /** An earlier run has watched over its own reads only: what was written between the two, nobody has seen. */
    private void isOfThisRun(Request request) {
        if (!description.run().equals(request.sourceRun())) {
            throw new ProblemException(
                    ProblemType.SESSION_STATE,
                    "The source has begun anew since the target was compared with it: it has to be compared again.");
        }
    }

    /** Of what this very run has read. */
    private String manifest() {
        return content.digests()
                .manifestSha256()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.CONFLICT, "Not everything the receipt speaks of was asked of this source."));
    }

    private static void same(String what, Object mine, @Nullable Object theirs) {
        if (!mine.equals(theirs)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The receipt's " + what + " is not the source's: " + theirs + " instead of " + mine);
        }
    }

    private void isUnchanged() {
        try {
            DiskChecks.isUnchanged(disk, scanner.look(disk.device()));
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemType.DEVICE_IO, "The source disk cannot be looked at any more: " + e.getMessage(), e);
        }
    }
}
