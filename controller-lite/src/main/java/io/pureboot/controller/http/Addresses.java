package io.pureboot.controller.http;

/** IP literals in one form. */
final class Addresses {
    private Addresses() {}

    /** Without brackets, without zone, and an IPv4 address that came mapped into IPv6 as IPv4. */
    static String plain(String address) {
        String bare = address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
        int zone = bare.indexOf('%');
        String plain = zone < 0 ? bare : bare.substring(0, zone);
        return plain.startsWith("::ffff:") && plain.indexOf('.') > 0 ? plain.substring(7) : plain;
    }
}
