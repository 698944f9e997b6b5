package io.pureboot.node.tls;

import io.pureboot.protocol.Identities;
import io.pureboot.protocol.session.CloneRole;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who the peer has to be, by a URI among the alternative names of its certificate.
 *
 * @param uri the whole URI, or its beginning when {@code anyNode}
 * @param anyNode whether any node id may follow
 */
public record PeerIdentity(String uri, boolean anyNode) {
    private static final int URI_NAME = 6;

    /** The given role of a session; any node when the id is null. */
    public static PeerIdentity session(String sessionId, CloneRole role, @Nullable String nodeId) {
        return new PeerIdentity(Identities.session(sessionId, role, nodeId == null ? "" : nodeId), nodeId == null);
    }

    public static PeerIdentity controller() {
        return new PeerIdentity("urn:pureboot:controller", false);
    }

    /** @throws CertificateException naming who was expected and who came */
    public void check(X509Certificate certificate) throws CertificateException {
        List<String> names = uris(certificate);
        if (names.stream().noneMatch(this::accepts)) {
            throw new CertificateException("the peer is " + (names.isEmpty() ? "nobody this project names" : names)
                    + ", expected " + uri + (anyNode ? "*" : ""));
        }
    }

    private boolean accepts(String name) {
        return anyNode ? name.startsWith(uri) && name.length() > uri.length() : name.equals(uri);
    }

    private static List<String> uris(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) {
            return List.of();
        }
        return names.stream()
                .filter(name -> Objects.equals(name.getFirst(), URI_NAME))
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }
}
