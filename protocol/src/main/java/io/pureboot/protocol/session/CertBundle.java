package io.pureboot.protocol.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Certificate of a role, its key only when the node sent no CSR, and the CA's certificate; all PEM. */
public record CertBundle(
        String certPem,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String keyPem,
        String caPem) {}
