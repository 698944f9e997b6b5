package io.pureboot.node.disk;

import io.pureboot.protocol.disk.DiskIdentity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A digest that changes when the disk is another one or its partition table says something else. */
final class DiskFingerprint {
    private final MessageDigest digest;

    private DiskFingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** 64 hexadecimal digits. */
    static String of(DiskIdentity identity, int sectorSize, DiskTable table) {
        DiskFingerprint print = new DiskFingerprint();
        print.add(Long.toString(identity.sizeBytes()));
        print.add(identity.model());
        print.add(identity.serial());
        print.add(identity.wwn());
        print.add(Integer.toString(sectorSize));
        print.add(table.kind());
        for (TableEntry entry : table.entries()) {
            print.add(entry.number() + " " + entry.start() + " " + entry.size());
            print.add(entry.typeId());
            print.add(entry.uuid());
            print.add(entry.name());
            print.add(List.copyOf(entry.flags()).toString());
        }
        return HexFormat.of().formatHex(print.digest.digest());
    }

    /** With its length in front, so that no two lists of parts look alike. */
    private void add(@Nullable String part) {
        byte[] bytes = (part == null ? "" : part).getBytes(StandardCharsets.UTF_8);
        digest.update(((part == null ? "-" : bytes.length) + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
