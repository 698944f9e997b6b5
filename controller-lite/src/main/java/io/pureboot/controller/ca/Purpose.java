package io.pureboot.controller.ca;

import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What a certificate may be used for. */
enum Purpose {
    SERVER(KeyPurposeId.id_kp_serverAuth),
    CLIENT(KeyPurposeId.id_kp_clientAuth),
    BOTH(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth);

    private final KeyPurposeId[] ids;

    Purpose(KeyPurposeId... ids) {
        this.ids = ids;
    }

    ExtendedKeyUsage usage() {
        return new ExtendedKeyUsage(ids);
    }
}
