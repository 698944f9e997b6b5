package io.pureboot.node.controller;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A certificate that is too new or too old is mostly a clock that is wrong: what to say then. */
final class CertificateTime {
    private CertificateTime() {}

    /** What is wrong and what to do, if time is what the failure is about. */
    static Optional<String> problem(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateNotYetValidException || cause instanceof CertificateExpiredException) {
                String tense = cause instanceof CertificateExpiredException ? "no longer" : "not yet";
                return Optional.of("by this machine's clock (" + Instant.now().truncatedTo(ChronoUnit.MINUTES)
                        + ") the controller's certificate is " + tense
                        + " valid: set the clock, in the firmware or by pureboot.time=EPOCH, or the controller's");
            }
        }
        return Optional.empty();
    }
}
