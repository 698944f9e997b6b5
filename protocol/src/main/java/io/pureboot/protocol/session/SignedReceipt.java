package io.pureboot.protocol.session;

import org.jspecify.annotations.Nullable;

/**
 * A receipt with the signatures of both nodes.
 *
 * @param receiptJson the exact text that was signed
 * @param sourceSignature base64 SHA256withECDSA over the UTF-8 text, by the source's session key
 */
public record SignedReceipt(
        String receiptJson,
        @Nullable String sourceSignature,
        @Nullable String sourceCertPem,
        String targetSignature,
        String targetCertPem) {}
