package io.pureboot.controller.ca;

import io.pureboot.protocol.problem.ProblemException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** Reads a node's certificate request. Only its key is used: names and purposes are the authority's to decide. */
final class CertificateRequests {
    private static final int P256_BITS = 256;

    private CertificateRequests() {}

    /** The key of a PKCS#10 request that proves its possession; a 422 naming {@code csr_pem} otherwise. */
    static PublicKey publicKey(String pem) {
        try {
            JcaPKCS10CertificationRequest request =
                    new JcaPKCS10CertificationRequest(Pem.decode("CERTIFICATE REQUEST", pem));
            PublicKey key = request.getPublicKey();
            if (!(key instanceof ECPublicKey ec) || ec.getParams().getOrder().bitLength() != P256_BITS) {
                throw ProblemException.field("csr_pem", "the key must be ECDSA P-256");
            }
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw ProblemException.field("csr_pem", "the request is not signed by its own key");
            }
            return key;
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | IllegalArgumentException e) {
            throw ProblemException.field("csr_pem", "not a PKCS#10 request in PEM (" + e.getMessage() + ")");
        }
    }
}
