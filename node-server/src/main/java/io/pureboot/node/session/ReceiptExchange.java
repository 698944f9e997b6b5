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
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs a receipt and has the source sign it too. */
final class ReceiptExchange {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptExchange.class);

    private final SourceEndpoint source;
    private final SessionCredentials credentials;

    ReceiptExchange(SourceEndpoint source, SessionCredentials credentials) {
        this.source = source;
        this.credentials = credentials;
    }

    /**
     * Waits for a source that is away, as long as it takes: without its signature nothing proves the clone.
     *
     * @param sourceRun the run of the source that the target was compared with
     * @return empty when the source has begun anew since: the target has to be compared again
     * @throws ProblemException when the source says that something is not so
     */
    Optional<SignedReceipt> exchange(Receipt receipt, String sourceRun) {
        String json = text(receipt);
        Attempt attempt = new Attempt();
        SourceEndpoint asked =
                new SourceEndpoint(source.url(), attempt::context, source.readLimit(), source.cancellation());
        try {
            return Optional.of(asked.persistently(link -> attempt.signed(link, receipt, json, sourceRun)));
        } catch (ProblemException e) {
            if (e.type() == ProblemType.SESSION_STATE) {
                LOG.info("the receipt is not signed yet: {}", e.getMessage());
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The source checks a signature with the certificate of its connection, and both may be renewed between two tries. */
    private final class Attempt {
        private SessionCredentials.Current mine = credentials.now();

        SSLContext context() {
            mine = credentials.now();
            return mine.context();
        }

        SignedReceipt signed(SourceLink link, Receipt receipt, String json, String sourceRun) throws IOException {
            String signature = mine.sign(json);
            ReceiptCheck.Request request = fitting(new ReceiptCheck.Request(json, signature, sourceRun), receipt);
            ReceiptCheck.Countersignature theirs =
                    link.json("POST", "/v1/receipt", request, ReceiptCheck.Countersignature.class);
            verify(json, theirs);
            return new SignedReceipt(
                    json, theirs.sourceSignature(), theirs.sourceCertPem(), signature, mine.certificatePem());
        }
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
