package io.pureboot.protocol.node;

/** An enrolled node asks for its next certificate; authenticated by the present one. */
public record CertificateRenewal(String csrPem) {}
