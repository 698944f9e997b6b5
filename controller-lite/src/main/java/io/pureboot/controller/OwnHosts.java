package io.pureboot.controller;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The names and addresses of this machine. */
final class OwnHosts {
    private OwnHosts() {}

    static Set<String> with(Collection<String> more) throws IOException {
        Set<String> hosts = new LinkedHashSet<>(more);
        hosts.add("localhost");
        hosts.add("127.0.0.1");
        hosts.add("::1");
        try {
            hosts.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            // A machine without a resolvable name is reached by address.
        }
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                .forEach(hosts::add);
        return hosts;
    }
}
