package io.pureboot.node.filesystem;

import java.io.IOException;

/** What btrfs's extent tree says is allocated, every copy of it, and the superblocks with what lies before them. */
final class BtrfsExtents {
    private static final long EXTENT_TREE = 2;
    private static final int EXTENT_ITEM = 168;
    private static final int METADATA_ITEM = 169;
    private static final long RESERVED = 1 << 20;
    private static final long[] MIRRORS = {64L << 20, 256L << 30};

    private BtrfsExtents() {}

    static ExtentSet used(Window window, BtrfsSuper block) throws IOException {
        BtrfsChunks chunks = new BtrfsChunks(block);
        BtrfsTrees trees = BtrfsTrees.open(window, block, chunks);
        ExtentSet used = new ExtentSet();
        used.add(0, Math.min(RESERVED, block.deviceBytes()));
        for (long mirror : MIRRORS) {
            if (mirror + BtrfsSuper.SIZE <= block.deviceBytes()) {
                used.add(mirror, BtrfsSuper.SIZE);
            }
        }
        long[] counted = {0};
        trees.walkTree(EXTENT_TREE, (objectId, type, offset, data) -> {
            if (type == EXTENT_ITEM || type == METADATA_ITEM) {
                long length = type == EXTENT_ITEM ? offset : block.nodeSize();
                counted[0] += length;
                for (long place : chunks.copies(objectId, length)) {
                    used.add(place, length);
                }
            }
        });
        if (counted[0] != block.bytesUsed()) {
            throw new RawCopyException("The btrfs extents add up to " + counted[0] + " bytes, the superblock says "
                    + block.bytesUsed() + ": run btrfs check.");
        }
        return used;
    }
}
