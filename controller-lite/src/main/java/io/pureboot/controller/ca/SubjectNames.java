package io.pureboot.controller.ca;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/** The subject alternative names of a certificate: one URI that is the identity, then addresses and host names. */
final class SubjectNames {
    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}))*");

    private SubjectNames() {}

    /** Names that are neither an IP literal nor a host name are left out: no certificate could be checked by them. */
    static GeneralNames of(String uri, Collection<String> hosts) {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
        for (String host : hosts) {
            String plain = host.contains("%") ? host.substring(0, host.indexOf('%')) : host;
            if (IPAddress.isValid(plain)) {
                names.add(new GeneralName(GeneralName.iPAddress, plain));
            } else if (HOST.matcher(plain).matches()) {
                names.add(new GeneralName(GeneralName.dNSName, plain));
            }
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    static boolean isAddress(String text) {
        return IPAddress.isValid(text);
    }
}
