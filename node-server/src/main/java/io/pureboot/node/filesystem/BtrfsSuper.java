package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first superblock of a btrfs file system, 4096 bytes at 64 KiB. Addresses are logical.
 *
 * @param bytesUsed of data and metadata, each counted once
 * @param systemChunks the chunk items needed to read the chunk tree
 * @param intact whether it carries its own address and, with CRC-32C, its checksum is right
 */
record BtrfsSuper(
        long generation,
        long root,
        long chunkRoot,
        long chunkRootGeneration,
        long logRoot,
        long totalBytes,
        long bytesUsed,
        long devices,
        int nodeSize,
        long flags,
        long compat,
        long roCompat,
        long incompat,
        int checksumType,
        long deviceId,
        long deviceBytes,
        ByteBuffer systemChunks,
        boolean intact) {
    static final long POSITION = 64 << 10;
    static final int SIZE = 4096;
    private static final long MAGIC = 0x4d5f53665248425fL;
    private static final int SYSTEM_CHUNKS = 811;
    private static final int SYSTEM_CHUNKS_SIZE = 2048;

    /** Written and relocated flags of old kernels; seeding, dumps and unfinished conversions are not among them. */
    private static final long KNOWN_FLAGS = 0x1 | 0x2;

    /** mixed_backref, default_subvol, mixed_groups, lzo, zstd, big_metadata, extended_iref, skinny, no_holes, uuid. */
    private static final long KNOWN_INCOMPAT = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x20 | 0x40 | 0x100 | 0x200 | 0x400;

    /** free_space_tree and its validity, verity. */
    private static final long KNOWN_RO_COMPAT = 0x1 | 0x2 | 0x4;

    static BtrfsSuper read(Window window) throws IOException {
        ByteBuffer block = window.read(POSITION, SIZE);
        int nodeSize = block.getInt(148);
        int chunks = block.getInt(160);
        if (block.getLong(64) != MAGIC
                || nodeSize < 4096
                || nodeSize > 65536
                || Integer.bitCount(nodeSize) != 1
                || chunks < 0
                || chunks > SYSTEM_CHUNKS_SIZE) {
            throw new IOException("There is no btrfs superblock, or it makes no sense.");
        }
        int checksumType = Short.toUnsignedInt(block.getShort(196));
        return new BtrfsSuper(
                block.getLong(72),
                block.getLong(80),
                block.getLong(88),
                block.getLong(164),
                block.getLong(96),
                block.getLong(112),
                block.getLong(120),
                block.getLong(136),
                nodeSize,
                block.getLong(56),
                block.getLong(172),
                block.getLong(180),
                block.getLong(188),
                checksumType,
                block.getLong(201),
                block.getLong(209),
                block.slice(SYSTEM_CHUNKS, chunks).order(block.order()),
                block.getLong(48) == POSITION && (checksumType != 0 || checksum(block) == block.getInt(0)));
    }

    /** Why it may be neither mapped nor shrunk, or null. */
    @Nullable
    String unclean() {
        if (!intact) {
            return "The btrfs superblock's checksum is wrong.";
        }
        if (devices != 1) {
            return "The btrfs file system spans " + devices + " devices.";
        }
        return logRoot != 0 ? "The btrfs log has to be replayed: the file system was not unmounted cleanly." : null;
    }

    @Nullable
    String unknownFeatures() {
        if (checksumType != 0) {
            return "The btrfs file system uses checksums other than CRC-32C, which this version cannot check.";
        }
        return UnknownBits.sentence(
                "btrfs",
                UnknownBits.of("flags", flags, KNOWN_FLAGS),
                UnknownBits.of("compat", compat, 0),
                UnknownBits.of("compat_ro", roCompat, KNOWN_RO_COMPAT),
                UnknownBits.of("incompat", incompat, KNOWN_INCOMPAT));
    }

    static int checksum(ByteBuffer block) {
        CRC32C crc = new CRC32C();
        crc.update(block.duplicate().position(32));
        return (int) crc.getValue();
    }
}
