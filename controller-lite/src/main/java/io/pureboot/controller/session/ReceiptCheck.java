package io.pureboot.controller.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.controller.ca.CertificateAuthority;
import io.pureboot.controller.ca.Certificates;
import io.pureboot.controller.check.Fields;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.protocol.Identities;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SignedReceipt;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Checks a receipt before a session may call itself completed: both nodes signed this text with certificates of this
 * session, and it speaks of this session's nodes and disks. A 422 names the field that is wrong.
 */
final class ReceiptCheck {
    private final CertificateAuthority authority;

    ReceiptCheck(CertificateAuthority authority) {
        this.authority = authority;
    }

    /** Returns what the receipt says. */
    Receipt check(SessionRow session, @Nullable SignedReceipt signed) {
        if (signed == null) {
            throw ProblemException.field(
                    "receipt", "is required: without it nothing proves that the target was verified");
        }
        new Fields()
                .required("receipt.receipt_json", signed.receiptJson())
                .required("receipt.source_signature", signed.sourceSignature())
                .required("receipt.source_cert_pem", signed.sourceCertPem())
                .required("receipt.target_signature", signed.targetSignature())
                .required("receipt.target_cert_pem", signed.targetCertPem())
                .orThrow();
        Receipt receipt = parse(signed.receiptJson());
        content(session, receipt);
        signature(session, CloneRole.TARGET, signed.receiptJson(), signed.targetSignature(), signed.targetCertPem());
        signature(
                session,
                CloneRole.SOURCE,
                signed.receiptJson(),
                String.valueOf(signed.sourceSignature()),
                String.valueOf(signed.sourceCertPem()));
        return receipt;
    }

    static Receipt parse(String json) {
        try {
            return ProtocolJson.mapper().readValue(json, Receipt.class);
        } catch (JsonProcessingException e) {
            throw ProblemException.field("receipt.receipt_json", "is not a receipt: " + e.getOriginalMessage());
        }
    }

    private static void content(SessionRow session, Receipt receipt) {
        String at = "receipt.receipt_json";
        new Fields()
                .check(session.id().equals(receipt.sessionId()), at, "speaks of another session")
                .check(
                        String.valueOf(session.source().nodeId()).equals(receipt.sourceNodeId()),
                        at,
                        "names another source node")
                .check(
                        String.valueOf(session.target().nodeId()).equals(receipt.targetNodeId()),
                        at,
                        "names another target node")
                .check(same(session.source().identity(), receipt.sourceDisk()), at, "names another source disk")
                .check(same(session.target().identity(), receipt.targetDisk()), at, "names another target disk")
                .check(
                        receipt.manifestSha256() != null
                                && receipt.manifestSha256().matches("[0-9a-f]{64}"),
                        at,
                        "has no manifest digest")
                .check(
                        receipt.unreadable() != null
                                && (session.rescue() || receipt.unreadable().isEmpty()),
                        at,
                        "lists unreadable ranges, which only a session with rescue allows")
                .check(
                        receipt.bytesVerified() >= receipt.bytesUsed(),
                        at,
                        "says that " + receipt.bytesVerified() + " bytes were verified of " + receipt.bytesUsed())
                .orThrow();
    }

    private static boolean same(@Nullable DiskIdentity bound, @Nullable DiskIdentity named) {
        return bound != null && named != null && bound.matches(named);
    }

    private void signature(SessionRow session, CloneRole role, String text, String signature, String certPem) {
        String prefix = "receipt." + (role == CloneRole.SOURCE ? "source_" : "target_");
        String node = String.valueOf((role == CloneRole.SOURCE ? session.source() : session.target()).nodeId());
        X509Certificate certificate = certificate(prefix + "cert_pem", certPem);
        String wanted = Identities.session(session.id(), role, node);
        new Fields()
                .check(
                        authority.signed(certificate)
                                && Certificates.identity(certificate).equals(java.util.Optional.of(wanted)),
                        prefix + "cert_pem",
                        "is not the certificate of this session's role")
                .orThrow();
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            if (verifier.verify(Base64.getDecoder().decode(signature))) {
                return;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw ProblemException.field(prefix + "signature", "cannot be checked: " + e.getMessage());
        }
        throw ProblemException.field(prefix + "signature", "does not fit the text and the certificate");
    }

    private static X509Certificate certificate(String field, String pem) {
        try {
            return Certificates.parse(pem);
        } catch (CertificateException e) {
            throw ProblemException.field(field, "is not a certificate in PEM");
        }
    }
}
