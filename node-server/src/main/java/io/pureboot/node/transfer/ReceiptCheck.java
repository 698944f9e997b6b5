package io.pureboot.node.transfer;

import io.pureboot.protocol.problem.ProblemException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** The source's last word on a finished clone. */
public interface ReceiptCheck {
    /** Bytes of a request as JSON: a receipt with more than 100,000 unreadable ranges; the controller takes 8 MiB. */
    int MOST_BYTES = 6 << 20;

    /**
     * What a target sends: the receipt's text and its signature over it, base64.
     *
     * @param sourceRun the run of the source that everything was compared with, see {@link SourceDescription}
     */
    record Request(
            String receiptJson,
            String targetSignature,
            @Nullable String sourceRun) {}

    /** The source's signature over the same text, base64, and the certificate it is to be checked with. */
    record Countersignature(String sourceSignature, String sourceCertPem) {}

    /**
     * @param peer the target's certificate of this very connection
     * @throws ProblemException SESSION_STATE when the source has begun anew since: nobody watched its disk in between, so
     *     that everything has to be compared again; others when anything in the receipt is not so, or the source disk is
     *     no longer as it was
     */
    Countersignature countersign(Request request, X509Certificate peer);
}
