package io.pureboot.controller.http;

import io.pureboot.controller.ca.CertificateAuthority;
import io.pureboot.controller.ca.IssuedCertificate;
import io.pureboot.controller.check.Secrets;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS of the one port: 1.3 only, the controller's own certificate, and a client certificate when the client has one.
 * The key is made anew at each start and lives in memory.
 */
public final class ServerTls {
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final CertificateAuthority authority;
    private final Set<String> hosts;
    private final Clock clock;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private Instant expires;

    public ServerTls(CertificateAuthority authority, Set<String> hosts, Clock clock) throws IOException {
        this.authority = authority;
        this.hosts = Set.copyOf(hosts);
        this.clock = clock;
        factory.setIncludeProtocols("TLSv1.3");
        factory.setWantClientAuth(true);
        factory.setSniRequired(false);
        expires = configure(factory);
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    /** Puts a new certificate in place when the present one nears its end; to be called about once a day. */
    public synchronized void renewWhenDue() throws IOException {
        if (clock.instant().plus(RENEW_BEFORE).isBefore(expires)) {
            return;
        }
        Instant[] next = new Instant[1];
        try {
            factory.reload(same -> {
                try {
                    next[0] = configure(factory);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        } catch (Exception e) {
            throw new IOException("cannot renew the controller's certificate", e);
        }
        expires = next[0];
    }

    private Instant configure(SslContextFactory.Server server) throws IOException {
        IssuedCertificate issued = authority.issueController(hosts);
        try {
            char[] password = Secrets.token().toCharArray();
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("controller", issued.key(), password, new Certificate[] {
                issued.certificate(), authority.certificate()
            });
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", authority.certificate());
            server.setKeyStore(keys);
            server.setKeyStorePassword(new String(password));
            server.setTrustStore(trusted);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot set up TLS", e);
        }
        return issued.notAfter();
    }
}
