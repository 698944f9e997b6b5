package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Where btrfs's logical addresses lie on its only device. A chunk with two stripes is there twice. */
final class BtrfsChunks {
    static final int ITEM_TYPE = 228;
    private static final long KNOWN_TYPES = 0x1 | 0x2 | 0x4;
    private static final long DUPLICATED = 0x20;
    private static final int KEY = 17;
    private static final int HEAD = 48;
    private static final int STRIPE = 32;

    private record Chunk(long logical, long length, long[] copies) {}

    private final TreeMap<Long, Chunk> chunks = new TreeMap<>();
    private final long deviceId;
    private final long deviceBytes;

    BtrfsChunks(BtrfsSuper block) throws IOException {
        this.deviceId = block.deviceId();
        this.deviceBytes = block.deviceBytes();
        ByteBuffer array = block.systemChunks();
        int at = 0;
        while (at + KEY + HEAD <= array.limit()) {
            ByteBuffer item = array.slice(at + KEY, array.limit() - at - KEY).order(array.order());
            add(array.getLong(at + 9), item);
            at += KEY + HEAD + Short.toUnsignedInt(item.getShort(44)) * STRIPE;
        }
    }

    /** Takes a chunk item of the chunk tree. */
    void add(long logical, ByteBuffer item) throws IOException {
        if (item.limit() < HEAD) {
            throw new IOException("A btrfs chunk is cut off.");
        }
        long length = item.getLong(0);
        long type = item.getLong(24);
        int stripes = Short.toUnsignedInt(item.getShort(44));
        boolean twice = (type & DUPLICATED) != 0;
        if ((type & ~(KNOWN_TYPES | DUPLICATED)) != 0 || stripes != (twice ? 2 : 1)) {
            throw new RawCopyException("The btrfs file system is striped or mirrored over devices.");
        }
        if (item.limit() < HEAD + stripes * STRIPE || length <= 0 || logical < 0 || logical > Long.MAX_VALUE - length) {
            throw new IOException("A btrfs chunk makes no sense.");
        }
        long[] copies = new long[stripes];
        for (int i = 0; i < stripes; i++) {
            copies[i] = item.getLong(HEAD + i * STRIPE + 8);
            if (item.getLong(HEAD + i * STRIPE) != deviceId
                    || copies[i] < 0
                    || length > deviceBytes
                    || copies[i] > deviceBytes - length) {
                throw new IOException("A btrfs chunk lies outside the device.");
            }
        }
        chunks.put(logical, new Chunk(logical, length, copies));
    }

    /** The places of {@code bytes} bytes at a logical address that must not cross a chunk's end. */
    long[] copies(long logical, long bytes) throws IOException {
        Map.Entry<Long, Chunk> entry = chunks.floorEntry(logical);
        if (entry == null
                || bytes < 0
                || logical - entry.getKey() > entry.getValue().length() - bytes) {
            throw new IOException("The btrfs address " + logical + " belongs to no chunk.");
        }
        long[] places = entry.getValue().copies().clone();
        for (int i = 0; i < places.length; i++) {
            places[i] += logical - entry.getKey();
        }
        return places;
    }

    /** Bytes of the device that chunks take, both copies counted. */
    long allocated() {
        return chunks.values().stream()
                .mapToLong(chunk -> chunk.length() * chunk.copies().length)
                .sum();
    }

    /** The first byte of the device behind all chunks. */
    long end() {
        return chunks.values().stream()
                .flatMapToLong(chunk -> Arrays.stream(chunk.copies()).map(copy -> copy + chunk.length()))
                .max()
                .orElse(0);
    }

    /** Bytes of the device that the biggest chunk takes. */
    long largest() {
        return chunks.values().stream()
                .mapToLong(chunk -> chunk.length() * chunk.copies().length)
                .max()
                .orElse(0);
    }
}
