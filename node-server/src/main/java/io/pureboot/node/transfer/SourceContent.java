package io.pureboot.node.transfer;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.node.filesystem.UsedMap;
import io.pureboot.protocol.session.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The disk a source serves: its chunks, what is known of their digests, and where it cannot be read. Thread-safe. */
public final class SourceContent {
    private final BlockDevice device;
    private final ChunkMap map;
    private final ExtentIndex extents;
    private final MaskedReader reader;
    private final DigestTable digests;
    private final boolean rescue;
    /** Bad ranges of the chunks that were examined; empty lists included. Changed together with the digests. */
    private final Map<Integer, List<ByteRange>> examined = new ConcurrentSkipListMap<>();

    /** @param rescue whether ranges that cannot be read are served as zeros */
    public SourceContent(BlockDevice device, UsedMap used, boolean rescue) {
        if (used.diskSize() != device.size()) {
            throw new IllegalArgumentException(
                    device.name() + " has " + device.size() + " bytes, its map is of " + used.diskSize());
        }
        this.device = device;
        this.map = ChunkMap.of(device.size(), used.extents());
        this.extents = new ExtentIndex(used.extents());
        this.reader = new MaskedReader(device, extents, map);
        this.digests = new DigestTable(map);
        this.rescue = rescue;
    }

    public ChunkMap map() {
        return map;
    }

    public ExtentIndex extents() {
        return extents;
    }

    public DigestTable digests() {
        return digests;
    }

    public boolean rescue() {
        return rescue;
    }

    /**
     * A chunk as it is in a buffer.
     *
     * @param unreadable ranges that are zeros because the disk cannot be read there
     */
    public record Read(Digest digest, List<ByteRange> unreadable) {}

    /**
     * Reads a chunk; unused bytes, and with rescue those known to be unreadable, are zeros.
     *
     * @return what the buffer holds; the digest is in the table from now on
     * @throws IOException when it cannot be read
     */
    public Read read(int chunk, ByteBuffer buffer) throws IOException {
        while (true) {
            List<ByteRange> zeroed = fill(chunk, buffer);
            Optional<Digest> known = digests.get(chunk);
            Digest digest = known.isPresent() ? known.get() : Digest.of(buffer, map.length(chunk));
            if (agreed(chunk, zeroed, digest)) {
                return new Read(digest, zeroed);
            }
        }
    }

    /** Returns the unreadable ranges, which are zeros in the buffer. */
    private List<ByteRange> fill(int chunk, ByteBuffer buffer) throws IOException {
        List<ByteRange> bad = examined.get(chunk);
        if (bad == null) {
            reader.read(chunk, buffer);
            return List.of();
        }
        refuse(bad);
        // Not at once, as a healthy chunk: a sector may have died since, or lie bad in a gap between used ones.
        List<ByteRange> more = new CarefulReader(device, extents, map).read(chunk, buffer, bad);
        refuse(found(chunk, more));
        return joined(bad, more);
    }

    /**
     * Makes the digest the chunk's unless it has another, or somebody has given a sector up that this read, which may
     * have hung at it for minutes, brought after all: then it is read again.
     */
    private boolean agreed(int chunk, List<ByteRange> zeroed, Digest digest) {
        synchronized (examined) {
            if (!unreadable(chunk).equals(zeroed)) {
                return false;
            }
            Optional<Digest> known = digests.get(chunk);
            if (known.isEmpty()) {
                digests.put(chunk, digest);
            }
            return known.isEmpty() || known.get().equals(digest);
        }
    }

    private void refuse(List<ByteRange> bad) throws UnreadableException {
        if (!bad.isEmpty() && !rescue) {
            throw new UnreadableException(device.name(), bad);
        }
    }

    /** Adds ranges to those known of a chunk, which holds something else from now on; returns all of them. */
    private List<ByteRange> found(int chunk, List<ByteRange> bad) {
        synchronized (examined) {
            if (!bad.isEmpty()) {
                digests.forget(chunk);
            }
            return examined.merge(chunk, bad, SourceContent::joined);
        }
    }

    private static List<ByteRange> joined(List<ByteRange> some, List<ByteRange> more) {
        List<ByteRange> both = new ArrayList<>(some);
        both.addAll(more);
        return UnreadableException.joined(both);
    }

    /** Finds out, sector by sector if need be, what of a chunk cannot be read. May take long on a dying disk. */
    public void examine(int chunk, ByteBuffer buffer) {
        found(chunk, new CarefulReader(device, extents, map).read(chunk, buffer, List.of()));
    }

    public boolean examined(int chunk) {
        return examined.containsKey(chunk);
    }

    public List<ByteRange> unreadable(int chunk) {
        return examined.getOrDefault(chunk, List.of());
    }

    /** All ranges found unreadable so far, in order, neighbours joined. */
    public List<ByteRange> unreadable() {
        List<ByteRange> all = new ArrayList<>();
        examined.values().forEach(all::addAll);
        return UnreadableException.joined(all);
    }
}
