package io.pureboot.node.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The one key and certificate chain this side shows its peers, as client or as server. Held in memory only. */
public final class TlsIdentity extends X509ExtendedKeyManager {
    private static final String ALIAS = "own";

    private final SessionKey key;
    private final List<X509Certificate> chain;

    /**
     * @param chainPem this key's certificate first
     * @throws CertificateException when the text holds no certificate or one of another key
     */
    public TlsIdentity(SessionKey key, String chainPem) throws CertificateException {
        this.key = key;
        this.chain = PemCertificates.all(chainPem);
        if (!certificate().getPublicKey().equals(key.publicKey())) {
            throw new CertificateException(
                    "the certificate " + certificate().getSubjectX500Principal().getName() + " is of another key");
        }
    }

    public SessionKey key() {
        return key;
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return ALIAS;
    }

    @Override
    public String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return ALIAS;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return aliasFor(keyType);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return aliasFor(keyType);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key.privateKey();
    }

    private static @Nullable String aliasFor(String keyType) {
        return keyType.startsWith("EC") ? ALIAS : null;
    }
}
