package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Walks btrfs trees. Every node is checked: checksum, own address, generation the parent expects, level. */
final class BtrfsTrees {
    private static final int HEADER = 101;
    private static final int ITEM = 25;
    private static final int POINTER = 33;
    private static final int ROOT_ITEM = 132;
    private static final int MOST_LEVELS = 8;

    /** Takes one item of a leaf: its key and data. */
    interface Items {
        void take(long objectId, int type, long offset, ByteBuffer data) throws IOException;
    }

    private final Window window;
    private final BtrfsSuper block;
    private final BtrfsChunks chunks;

    BtrfsTrees(Window window, BtrfsSuper block, BtrfsChunks chunks) {
        this.window = window;
        this.block = block;
        this.chunks = chunks;
    }

    /** Opens the file system: after this all chunks are known. */
    static BtrfsTrees open(Window window, BtrfsSuper block, BtrfsChunks chunks) throws IOException {
        BtrfsTrees trees = new BtrfsTrees(window, block, chunks);
        trees.walk(block.chunkRoot(), block.chunkRootGeneration(), (objectId, type, offset, data) -> {
            if (type == BtrfsChunks.ITEM_TYPE) {
                chunks.add(offset, data);
            }
        });
        return trees;
    }

    /** All items of a tree that the root tree names, such as 2, the extent tree. */
    void walkTree(long tree, Items items) throws IOException {
        long[] root = {-1, 0};
        walk(block.root(), block.generation(), (objectId, type, offset, data) -> {
            if (objectId == tree && type == ROOT_ITEM && data.limit() >= 239) {
                root[0] = data.getLong(176);
                root[1] = data.getLong(160);
            }
        });
        if (root[0] < 0) {
            throw new IOException("The btrfs file system has no tree " + tree + ".");
        }
        walk(root[0], root[1], items);
    }

    private void walk(long root, long generation, Items items) throws IOException {
        ByteBuffer top = node(root, generation);
        descend(top, Byte.toUnsignedInt(top.get(100)), items);
    }

    private void descend(ByteBuffer node, int level, Items items) throws IOException {
        int count = node.getInt(96);
        if (level >= MOST_LEVELS || count < 0 || count > (block.nodeSize() - HEADER) / (level == 0 ? ITEM : POINTER)) {
            throw new IOException("A btrfs tree block makes no sense.");
        }
        for (int i = 0; i < count; i++) {
            if (level == 0) {
                leaf(node, HEADER + i * ITEM, items);
                continue;
            }
            int at = HEADER + i * POINTER;
            ByteBuffer child = node(node.getLong(at + 17), node.getLong(at + 25));
            if (Byte.toUnsignedInt(child.get(100)) != level - 1) {
                throw new IOException("A btrfs tree block has the wrong level.");
            }
            descend(child, level - 1, items);
        }
    }

    private void leaf(ByteBuffer node, int at, Items items) throws IOException {
        long offset = HEADER + Integer.toUnsignedLong(node.getInt(at + 17));
        long size = Integer.toUnsignedLong(node.getInt(at + 21));
        if (offset + size > block.nodeSize()) {
            throw new IOException("A btrfs item leaves its block.");
        }
        items.take(
                node.getLong(at),
                Byte.toUnsignedInt(node.get(at + 8)),
                node.getLong(at + 9),
                node.slice((int) offset, (int) size).order(node.order()));
    }

    private ByteBuffer node(long logical, long generation) throws IOException {
        for (long place : chunks.copies(logical, block.nodeSize())) {
            ByteBuffer node = readIfGood(place, logical, generation);
            if (node != null) {
                return node;
            }
        }
        throw new IOException("The btrfs tree block at " + logical + " is damaged.");
    }

    private @Nullable ByteBuffer readIfGood(long place, long logical, long generation) throws IOException {
        ByteBuffer node = window.read(place, block.nodeSize());
        return node.getLong(48) == logical
                        && node.getLong(80) == generation
                        && BtrfsSuper.checksum(node) == node.getInt(0)
                ? node
                : null;
    }
}
