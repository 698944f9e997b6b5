package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads one copy of a file allocation table piece by piece. */
final class FatTable {
    /** A multiple of 3, so that no 12-bit entry lies across two pieces. */
    private static final int PIECE = 3 << 18;

    private final Window window;
    private final FatGeometry geometry;
    private final long start;
    private long loadedFrom = -1;
    private ByteBuffer loaded = ByteBuffer.allocate(0);

    FatTable(Window window, FatGeometry geometry, int copy) {
        this.window = window;
        this.geometry = geometry;
        this.start = geometry.fatStart() + copy * geometry.fatSize();
    }

    /** The entry without FAT32's four reserved bits. */
    int entry(long cluster) throws IOException {
        long bit = cluster * geometry.bits();
        long position = bit / 8;
        long piece = position - position % PIECE;
        if (piece != loadedFrom) {
            loaded = window.read(start + piece, (int) Math.min(PIECE, geometry.fatSize() - piece));
            loadedFrom = piece;
        }
        int at = (int) (position - piece);
        return switch (geometry.bits()) {
            case 32 -> loaded.getInt(at) & 0x0fff_ffff;
            case 16 -> Short.toUnsignedInt(loaded.getShort(at));
            default -> {
                int two = Byte.toUnsignedInt(loaded.get(at)) | Byte.toUnsignedInt(loaded.get(at + 1)) << 8;
                yield bit % 8 == 0 ? two & 0xfff : two >> 4;
            }
        };
    }

    boolean sameAs(FatTable other) throws IOException {
        for (long at = 0; at < geometry.fatSize(); at += PIECE) {
            int bytes = (int) Math.min(PIECE, geometry.fatSize() - at);
            if (!window.read(start + at, bytes).equals(window.read(other.start + at, bytes))) {
                return false;
            }
        }
        return true;
    }
}
