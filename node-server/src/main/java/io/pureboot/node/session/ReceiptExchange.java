package io.pureboot.node.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.node.tls.PemCertificates;
import io.pureboot.node.tls.SessionKey;
import io.pureboot.node.transfer.ReceiptCheck;
import io.pureboot.node.transfer.SourceEndpoint;
import io.pureboot.node.transfer.SourceLink;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SignedReceipt;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs a receipt and has the source sign it too. */
final class ReceiptExchange {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptExchange.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SourceEndpoint source;
    private final SessionCredentials credentials;
    private final Duration limit;

    /** @param limit how long to try to reach the source */
    ReceiptExchange(SourceEndpoint source, SessionCredentials credentials, Duration limit) {
        this.source = source;
        this.credentials = credentials;
        this.limit = limit;
    }

    /**
     * A source that cannot be reached any more leaves its signature out: the target was verified without it.
     *
     * @param sourceRun the run of the source that the target was compared with
     * @return empty when the source has begun anew since: the target has to be compared again
     * @throws ProblemException when the source says that something is not so
     */
    Optional<SignedReceipt> exchange(Receipt receipt, String sourceRun) throws IOException {
        String json = text(receipt);
        String signature = credentials.identity().key().sign(json);
        ReceiptCheck.Countersignature theirs;
        try {
            theirs = ask(fitting(new ReceiptCheck.Request(json, signature, sourceRun), receipt));
        } catch (ProblemException e) {
            if (e.type() == ProblemType.SESSION_STATE) {
                LOG.info("the receipt is not signed yet: {}", e.getMessage());
                return Optional.empty();
            }
            throw e;
        }
        if (theirs != null) {
            verify(json, theirs);
        }
        return Optional.of(new SignedReceipt(
                json,
                theirs == null ? null : theirs.sourceSignature(),
                theirs == null ? null : theirs.sourceCertPem(),
                signature,
                credentials.certificatePem()));
    }

    private static ReceiptCheck.Request fitting(ReceiptCheck.Request request, Receipt receipt) throws IOException {
        int bytes = ProtocolJson.mapper().writeValueAsBytes(request).length;
        if (bytes > ReceiptCheck.MOST_BYTES) {
            throw new ProblemException(
                    ProblemType.DEVICE_IO,
                    "The source disk could not be read in "
                            + receipt.unreadable().size()
                            + " ranges: more than a receipt can name. Such a disk is better rescued as a whole with a"
                            + " tool made for that, to an image to be cloned from.");
        }
        return request;
    }

    private ReceiptCheck.@Nullable Countersignature ask(ReceiptCheck.Request request) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try (SourceLink link = source.open()) {
                return link.json("POST", "/v1/receipt", request, ReceiptCheck.Countersignature.class);
            } catch (IOException e) {
                source.cancellation().check();
                if (System.nanoTime() > deadline) {
                    LOG.warn("the source does not sign the receipt: {}", e.getMessage());
                    return null;
                }
                source.cancellation().sleep(PAUSE);
            }
        }
    }

    private static void verify(String json, ReceiptCheck.Countersignature theirs) {
        try {
            if (SessionKey.verified(PemCertificates.first(theirs.sourceCertPem()), json, theirs.sourceSignature())) {
                return;
            }
        } catch (CertificateException e) {
            LOG.warn("the source's certificate cannot be read: {}", e.getMessage());
        }
        throw new ProblemException(ProblemType.CONFLICT, "The source's signature is not of this receipt.");
    }

    private static String text(Receipt receipt) {
        try {
            return ProtocolJson.mapper().writeValueAsString(receipt);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a receipt does not become JSON", e);
        }
    }

    /** Tells the source that nothing more will be asked, as well as that is possible. */
    static void done(SourceEndpoint source) {
        try (SourceLink link = source.open()) {
            link.json("POST", "/v1/done", true, Boolean.class);
        } catch (IOException | RuntimeException e) {
            LOG.info("the source was not told of the end: {}", e.getMessage());
        }
    }
}
