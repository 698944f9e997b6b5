package io.pureboot.controller.library.read.hfs;

import io.pureboot.linux.table.bytes.ImageBytes;
import io.pureboot.linux.table.bytes.SubImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code fls} does not say of an HFS+ volume: how many files and folders it counts, and its resource forks. */
public final class HfsPlusForks {
    private static final int HEADER = 1024;
    private static final int HEADER_LENGTH = 512;
    private static final int WRAPPER = 0x4244;
    private static final int PLUS = 0x482b;
    private static final int CASE_SENSITIVE = 0x4858;
    private static final int EXTENTS = 192;
    private static final int CATALOG = 272;
    private static final int FORK = 80;
    private static final long CATALOG_ID = 4;
    private static final int FILE = 2;
    private static final int FILE_LENGTH = 248;
    private static final int COMPRESSED = 0x20;

    private final ImageBytes place;
    private final long blockSize;
    private final long files;
    private final long folders;
    private final Map<String, Long> forks = new HashMap<>();
    private final List<String> gaps = new ArrayList<>();

    private HfsPlusForks(ImageBytes place, ByteBuffer header) throws IOException {
        this.place = place;
        files = Integer.toUnsignedLong(header.getInt(32));
        folders = Integer.toUnsignedLong(header.getInt(36));
        blockSize = Integer.toUnsignedLong(header.getInt(40));
        if (blockSize < HEADER_LENGTH || Long.bitCount(blockSize) != 1) {
            throw new IOException("its blocks of %d bytes are none of HFS+".formatted(blockSize));
        }
    }

    /**
     * Reads the volume's header and catalog.
     *
     * @param image the disk it is on
     * @param start where on it, in bytes
     * @param length bytes
     * @throws IOException when there is no header of HFS+
     */
    public static HfsPlusForks read(ImageBytes image, long start, long length) throws IOException {
        ImageBytes place = new SubImage(image, start, length);
        ByteBuffer header = ByteBuffer.wrap(place.read(HEADER, HEADER_LENGTH));
        if (signature(header, 0) == WRAPPER && signature(header, 124) == PLUS) {
            long inside = Short.toUnsignedLong(header.getShort(28)) * HEADER_LENGTH
                    + Short.toUnsignedLong(header.getShort(126)) * Integer.toUnsignedLong(header.getInt(20));
            place = new SubImage(image, start + inside, length - inside);
            header = ByteBuffer.wrap(place.read(HEADER, HEADER_LENGTH));
        }
        if (signature(header, 0) != PLUS && signature(header, 0) != CASE_SENSITIVE) {
            throw new IOException("it has no volume header of HFS+");
        }
        HfsPlusForks volume = new HfsPlusForks(place, header);
        try {
            volume.readCatalog(header);
        } catch (IOException e) {
            volume.gaps.add("resource forks may be missing: " + e.getMessage());
        }
        return volume;
    }

    private static int signature(ByteBuffer header, int at) {
        return Short.toUnsignedInt(header.getShort(at));
    }

    private void readCatalog(ByteBuffer header) throws IOException {
        HfsPlusStream catalog = new HfsPlusStream(place, blockSize, header.slice(CATALOG, FORK));
        if (!catalog.whole()) {
            HfsPlusStream extents = new HfsPlusStream(place, blockSize, header.slice(EXTENTS, FORK));
            Map<Long, ByteBuffer> further = new TreeMap<>();
            HfsTree.plus(extents, extents.size(), "extents tree").forEach((key, data) -> {
                boolean ofCatalog = key.limit() >= 10 && key.get(0) == 0 && id(key, 2) == CATALOG_ID;
                if (ofCatalog && data.limit() >= 64) {
                    further.put(id(key, 6), data);
                }
            });
            for (Map.Entry<Long, ByteBuffer> next : further.entrySet()) {
                if (next.getKey() == catalog.blocks()) {
                    catalog.add(next.getValue());
                }
            }
        }
        HfsTree.plus(catalog, catalog.size(), "catalog").forEach((key, data) -> take(data));
    }

    private void take(ByteBuffer data) {
        if (data.limit() < FILE_LENGTH || data.getShort(0) != FILE) {
            return;
        }
        long size = data.getLong(168);
        // Of a compressed file the fork is where its bytes lie; it has none besides.
        boolean compressed = (data.get(41) & COMPRESSED) != 0;
        if (size != 0 && !compressed) {
            forks.put(String.valueOf(id(data, 8)), Math.max(0, size));
        }
    }

    private static long id(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    public long files() {
        return files;
    }

    public long folders() {
        return folders;
    }

    /** Bytes of each resource fork that is not empty, by the number of its file. */
    public Map<String, Long> resourceForks() {
        return forks;
    }

    public List<String> gaps() {
        return gaps;
    }
}
