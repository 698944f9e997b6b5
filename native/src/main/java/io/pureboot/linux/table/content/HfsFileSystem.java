package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** HFS, HFS+ and HFSX; an HFS may be the wrapper of an HFS+. */
final class HfsFileSystem {
    private static final byte[] NAMESPACE = HexFormat.of().parseHex("b3e20f39f29211d697a400306543ecac");

    private HfsFileSystem() {}

    static @Nullable Content read(Region region, Notes notes) throws IOException {
        if (region.length() < 2048) {
            return null;
        }
        ByteBuffer raw = region.big(1024, 512);
        return switch (raw.getShort(0)) {
            case 0x4244 -> hfs(region, raw, notes);
            case 0x482b, 0x4858 -> plus(region, 0, raw, notes);
            default -> null;
        };
    }

    private static @Nullable Content hfs(Region region, ByteBuffer raw, Notes notes) throws IOException {
        long blockSize = Integer.toUnsignedLong(raw.getInt(20));
        if (blockSize == 0 || blockSize % 512 != 0) {
            return null;
        }
        if (raw.getShort(124) == 0x482b) {
            long offset =
                    Short.toUnsignedLong(raw.getShort(28)) * 512 + Short.toUnsignedLong(raw.getShort(126)) * blockSize;
            return plus(region, offset, region.big(offset + 1024, 512), notes);
        }
        int length = Math.clamp(raw.get(36), 0, 27);
        String label = Text.text(raw, 37, length, StandardCharsets.ISO_8859_1);
        return Content.fileSystem("hfs", label, uuid(raw, 116));
    }

    private static @Nullable Content plus(Region region, long offset, ByteBuffer raw, Notes notes) throws IOException {
        if (raw.getShort(0) != 0x482b && raw.getShort(0) != 0x4858) {
            return null;
        }
        return Content.fileSystem("hfsplus", notes.detail(() -> label(region, offset, raw)), uuid(raw, 104));
    }

    // The name of the root folder: the first record of the first leaf of the catalog.
    private static @Nullable String label(Region region, long offset, ByteBuffer raw) throws IOException {
        long blockSize = Integer.toUnsignedLong(raw.getInt(40));
        long catalog = offset + Integer.toUnsignedLong(raw.getInt(272 + 16)) * blockSize;
        if (blockSize < 512 || catalog <= 0 || catalog + 512 > region.length()) {
            return null;
        }
        ByteBuffer header = region.big(catalog, 512);
        long nodeSize = Short.toUnsignedInt(header.getShort(14 + 18));
        long leaf = catalog + Integer.toUnsignedLong(header.getInt(14 + 10)) * nodeSize;
        if (nodeSize < 512 || leaf <= 0 || leaf + 512 > region.length()) {
            return null;
        }
        ByteBuffer node = region.big(leaf, 512);
        int length = Short.toUnsignedInt(node.getShort(14 + 6));
        boolean root = node.get(8) == -1 && node.getInt(14 + 2) == 1;
        return root && length > 0 && length <= 240
                ? Text.text(node, 14 + 8, 2 * length, StandardCharsets.UTF_16BE)
                : null;
    }

    // Version 3 UUID of the eight bytes the Finder keeps, in Apple's name space.
    private static @Nullable String uuid(ByteBuffer raw, int at) {
        if (raw.getLong(at) == 0) {
            return null;
        }
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(NAMESPACE);
            md5.update(raw.slice(at, 8));
            byte[] digest = md5.digest();
            digest[6] = (byte) (0x30 | digest[6] & 0x0f);
            digest[8] = (byte) (0x80 | digest[8] & 0x3f);
            return Text.uuid(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
