package io.pureboot.node.controller;

import io.pureboot.node.tls.TlsIdentity;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * Who this node is to its controller.
 *
 * @param nodeId given by the controller
 * @param tls key and certificate, in memory only
 * @param authority the CA both sides trust
 * @param renewAfter when to ask for the next certificate
 */
public record NodeIdentity(String nodeId, TlsIdentity tls, X509Certificate authority, Instant renewAfter) {
    public Instant expires() {
        return tls.certificate().getNotAfter().toInstant();
    }
}
