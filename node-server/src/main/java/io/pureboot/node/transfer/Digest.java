package io.pureboot.node.transfer;

import com.dynatrace.hash4j.hashing.ByteAccess;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.pureboot.linux.hash.Xxh3;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * XXH3-128 of a run of bytes, in its canonical order ({@code xxh128sum} prints the same). It finds damage and
 * difference, not malice: the wire is guarded by TLS and both ends belong to the same owner. Where libxxhash is missing,
 * and for buffers in the heap, it is made in Java.
 */
public record Digest(long high, long low) {
    public static final String ALGORITHM = "xxh3-128";
    public static final int BYTES = 16;
    /** Stands for one that cannot be told. */
    public static final Digest UNKNOWN = new Digest(0, 0);

    private static final boolean NATIVE = Xxh3.available();
    private static final Hasher128 HASHER = Hashing.xxh3_128();
    private static final ByteAccess<ByteBuffer> ACCESS = ByteAccess.forByteBuffer(ByteOrder.LITTLE_ENDIAN);
    private static final ConcurrentMap<Integer, Digest> ZEROS = new ConcurrentHashMap<>();

    /** Of the first {@code length} bytes of a buffer, whatever its position. */
    public static Digest of(ByteBuffer buffer, int length) {
        if (NATIVE && buffer.isDirect()) {
            Xxh3.Value value = Xxh3.of(buffer, length);
            return new Digest(value.high(), value.low());
        }
        return inJava(buffer, length);
    }

    private static Digest inJava(ByteBuffer buffer, int length) {
        ByteBuffer view = buffer.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
        HashValue128 value = HASHER.hashBytesTo128Bits(view, 0, length, ACCESS);
        return new Digest(value.getMostSignificantBits(), value.getLeastSignificantBits());
    }

    /** Of that many zeros. */
    public static Digest ofZeros(int length) {
        return ZEROS.computeIfAbsent(length, n -> of(ByteBuffer.allocate(n), n));
    }

    public void put(ByteBuffer into) {
        into.putLong(high).putLong(low);
    }

    public static Digest get(ByteBuffer from) {
        return new Digest(from.getLong(), from.getLong());
    }

    /** @throws IllegalArgumentException when the text is not 32 hex digits */
    public static Digest parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("not a digest: " + hex);
        }
        return get(ByteBuffer.wrap(bytes));
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
