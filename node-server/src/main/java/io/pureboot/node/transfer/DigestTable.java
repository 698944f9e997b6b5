package io.pureboot.node.transfer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Optional;

/** The digests of a disk's used chunks as far as they are known, 16 bytes each. Safe for several threads. */
public final class DigestTable {
    private final ChunkMap map;
    private final long[] values;
    private final BitSet known = new BitSet();

    public DigestTable(ChunkMap map) {
        this.map = map;
        this.values = new long[2 * map.usedCount()];
    }

    /** Unused chunks read as zeros. */
    public synchronized Optional<Digest> get(int chunk) {
        if (!map.used(chunk)) {
            return Optional.of(Digest.ofZeros(map.length(chunk)));
        }
        int at = map.ordinal(chunk);
        return known.get(at) ? Optional.of(new Digest(values[2 * at], values[2 * at + 1])) : Optional.empty();
    }

    public synchronized void put(int chunk, Digest digest) {
        int at = map.ordinal(chunk);
        values[2 * at] = digest.high();
        values[2 * at + 1] = digest.low();
        known.set(at);
    }

    /** The chunk holds something else now. */
    synchronized void forget(int chunk) {
        known.clear(map.ordinal(chunk));
    }

    public synchronized boolean complete() {
        return known.cardinality() == map.usedCount();
    }

    /**
     * The name of the content: SHA-256, in hex, over the digests of all chunks in their order, those of unused chunks
     * being the digest of zeros. Empty while a digest is missing.
     */
    public synchronized Optional<String> manifestSha256() {
        if (!complete()) {
            return Optional.empty();
        }
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            ByteBuffer entry = ByteBuffer.allocate(Digest.BYTES);
            int at = 0;
            for (int chunk = 0; chunk < map.count(); chunk++) {
                if (map.used(chunk)) {
                    entry.putLong(values[2 * at]).putLong(values[2 * at + 1]);
                    at++;
                } else {
                    Digest.ofZeros(map.length(chunk)).put(entry);
                }
                sha.update(entry.flip());
                entry.clear();
            }
            return Optional.of(HexFormat.of().formatHex(sha.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
