package io.pureboot.controller.node;

import io.pureboot.controller.ca.Certificates;
import io.pureboot.controller.store.EnrolmentStore;
import io.pureboot.protocol.Identities;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which client certificates are accepted: those given out and neither replaced by a new enrolment nor expired. */
public final class Credentials {
    private static final String PREFIX = Identities.node("");

    private final EnrolmentStore store;
    private final Clock clock;
    private final Map<String, EnrolmentStore.Credential> accepted = new ConcurrentHashMap<>();

    public Credentials(EnrolmentStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        store.credentials(clock.instant()).forEach(credential -> accepted.put(credential.serial(), credential));
    }

    /** The node id of a certificate whose chain TLS has already checked; empty when it is not a node's or not accepted. */
    public Optional<String> nodeOf(X509Certificate certificate) {
        EnrolmentStore.Credential credential =
                accepted.get(certificate.getSerialNumber().toString(16));
        if (credential == null || clock.instant().isAfter(credential.notAfter())) {
            return Optional.empty();
        }
        return Certificates.identity(certificate)
                .filter((PREFIX + credential.nodeId())::equals)
                .map(uri -> credential.nodeId());
    }

    void add(EnrolmentStore.Credential credential) {
        store.addCredential(credential);
        accepted.put(credential.serial(), credential);
    }

    /** No certificate of this node is accepted from now on. */
    public void revoke(String nodeId) {
        store.removeCredentials(nodeId);
        accepted.values().removeIf(credential -> credential.nodeId().equals(nodeId));
    }

    /** Forgets what has expired. */
    public void sweep() {
        store.sweep(clock.instant());
        accepted.values().removeIf(credential -> clock.instant().isAfter(credential.notAfter()));
    }
}
