package io.pureboot.protocol.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for a role's certificate: PKCS#10 request in PEM and the addresses the node will be reached at. */
public record CertRequest(String csrPem, @Nullable List<String> ips) {}
