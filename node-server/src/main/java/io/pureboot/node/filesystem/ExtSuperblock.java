package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The superblock of an ext2, ext3 or ext4 file system, 1024 bytes at 1024. */
record ExtSuperblock(
        long blocks,
        long freeBlocks,
        int blockSize,
        int state,
        long compat,
        long incompat,
        long roCompat,
        boolean intact) {
    private static final int METADATA_CHECKSUMS = 0x400;
    private static final int BIT_64 = 0x80;
    private static final int NEEDS_RECOVERY = 0x4;
    private static final int ORPHANS_PRESENT = 0x10000;
    private static final int VALID = 1;
    private static final int ERRORS = 2;

    /** Features whose allocation bitmaps dumpe2fs reads right: everything else is copied raw. */
    private static final long KNOWN_COMPAT = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x20 | 0x200 | 0x400 | 0x800 | 0x1000;

    private static final long KNOWN_INCOMPAT =
            0x2 | 0x10 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x2000 | 0x4000 | 0x8000 | 0x10000 | 0x20000;
    private static final long KNOWN_RO_COMPAT =
            0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x20 | 0x40 | 0x100 | 0x200 | 0x400 | 0x2000 | 0x8000;

    static ExtSuperblock read(Window window) throws IOException {
        ByteBuffer block = window.read(1024, 1024);
        if (block.getShort(0x38) != (short) 0xef53) {
            throw new IOException("There is no ext superblock.");
        }
        int log = block.getInt(0x18);
        if (log < 0 || log > 6) {
            throw new IOException("The ext superblock names an impossible block size.");
        }
        boolean old = block.getInt(0x4c) == 0;
        long compat = old ? 0 : unsigned(block, 0x5c);
        long incompat = old ? 0 : unsigned(block, 0x60);
        long roCompat = old ? 0 : unsigned(block, 0x64);
        boolean wide = (incompat & BIT_64) != 0;
        return new ExtSuperblock(
                unsigned(block, 0x4) | (wide ? unsigned(block, 0x150) << 32 : 0),
                unsigned(block, 0xc) | (wide ? unsigned(block, 0x158) << 32 : 0),
                1024 << log,
                block.getShort(0x3a),
                compat,
                incompat,
                roCompat,
                (roCompat & METADATA_CHECKSUMS) == 0 || checksum(block) == block.getInt(0x3fc));
    }

    long size() {
        return blocks * blockSize;
    }

    long used() {
        return (blocks - freeBlocks) * blockSize;
    }

    /** Why the file system is not clean, or null. */
    @Nullable
    String unclean() {
        if (!intact) {
            return "The ext superblock's checksum is wrong.";
        }
        if ((incompat & NEEDS_RECOVERY) != 0) {
            return "The file system was not unmounted cleanly: its journal has to be replayed.";
        }
        if ((state & ERRORS) != 0) {
            return "The file system has recorded errors: run e2fsck.";
        }
        if ((state & VALID) == 0 || (roCompat & ORPHANS_PRESENT) != 0) {
            return "The file system was not unmounted cleanly.";
        }
        return null;
    }

    /** Which feature bits nobody has tried, or null. */
    @Nullable
    String unknownFeatures() {
        return UnknownBits.sentence(
                "ext",
                UnknownBits.of("compat", compat, KNOWN_COMPAT),
                UnknownBits.of("incompat", incompat & ~NEEDS_RECOVERY, KNOWN_INCOMPAT),
                UnknownBits.of("ro_compat", roCompat, KNOWN_RO_COMPAT));
    }

    private static int checksum(ByteBuffer block) {
        CRC32C crc = new CRC32C();
        crc.update(block.duplicate().position(0).limit(0x3fc));
        return ~(int) crc.getValue();
    }

    private static long unsigned(ByteBuffer block, int at) {
        return Integer.toUnsignedLong(block.getInt(at));
    }
}
