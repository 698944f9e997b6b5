package io.pureboot.node.transfer;

import io.pureboot.protocol.problem.ProblemException;
import java.security.cert.X509Certificate;

/** The source's last word on a finished clone. */
public interface ReceiptCheck {
    /** What a target sends: the receipt's text and its signature over it, base64. */
    record Request(String receiptJson, String targetSignature) {}

    /** The source's signature over the same text, base64, and the certificate it is to be checked with. */
    record Countersignature(String sourceSignature, String sourceCertPem) {}

    /**
     * @param peer the target's certificate of this very connection
     * @throws ProblemException when anything in the receipt is not so, or the source disk is no longer as it was
     */
    Countersignature countersign(Request request, X509Certificate peer);
}
