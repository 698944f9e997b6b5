package io.pureboot.node.http;

import io.pureboot.node.tls.TlsContexts;
import io.pureboot.node.tls.TlsIdentity;
import javax.net.ssl.X509ExtendedTrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** TLS of the node's port: 1.3 with AES-GCM, whatever identity the node has now, a client certificate if there is one. */
public final class NodeTls {
    private final SslContextFactory.Server factory = new SslContextFactory.Server();

    /** @param clients whose certificates are taken; null when nobody's are: then browsers do not ask their user for one */
    public NodeTls(TlsIdentity identity, @Nullable X509ExtendedTrustManager clients) {
        factory.setIncludeProtocols("TLSv1.3");
        factory.setIncludeCipherSuites(TlsContexts.client().getCipherSuites());
        factory.setSniRequired(false);
        configure(identity, clients);
    }

    /** Takes another identity; connections there are go on. */
    public void use(TlsIdentity identity, @Nullable X509ExtendedTrustManager clients) {
        try {
            factory.reload(same -> configure(identity, clients));
        } catch (Exception e) {
            throw new IllegalStateException("cannot change the node's certificate", e);
        }
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    private void configure(TlsIdentity identity, @Nullable X509ExtendedTrustManager clients) {
        factory.setWantClientAuth(clients != null);
        factory.setSslContext(TlsContexts.inNativeCode(identity, clients));
    }
}
