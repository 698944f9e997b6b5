package io.pureboot.controller;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names and addresses of this machine. */
final class OwnHosts {
    private OwnHosts() {}

    /**
     * IPv4 addresses other machines may reach this one at.
     *
     * @param bind the address or name that is listened at; a wildcard or {@link ControllerConfig#ALL_ADDRESSES} for all
     */
    static List<String> reachable(String bind) throws IOException {
        InetAddress bound = InetAddress.getByName(bind.equals(ControllerConfig.ALL_ADDRESSES) ? "0.0.0.0" : bind);
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .filter(address -> bound.isAnyLocalAddress() || bound.equals(address))
                .map(InetAddress::getHostAddress)
                .toList();
    }

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
