package io.pureboot.controller.library.read.hfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** A B-tree of an HFS or HFS+ volume: all its leaf records, by the chain of its leaves. */
final class HfsTree {
    private static final int LEAST_NODE = 512;
    private static final int DESCRIPTOR = 14;
    private static final int LEAF = 0xff;

    /** Takes a record. */
    interface Records {
        /**
         * @param key without its length
         * @param data what is kept under the key
         */
        void take(ByteBuffer key, ByteBuffer data) throws IOException;
    }

    /** The file the tree is in. */
    interface Bytes {
        /** Exactly so many of them. */
        byte[] read(long position, int length) throws IOException;
    }

    private final Bytes bytes;
    private final long size;
    private final boolean plus;
    private final String name;
    private int nodeSize = LEAST_NODE;

    private HfsTree(Bytes bytes, long size, boolean plus, String name) {
        this.bytes = bytes;
        this.size = size;
        this.plus = plus;
        this.name = name;
    }

    /** A tree of HFS: nodes of 512 bytes, lengths of keys in one byte. */
    static HfsTree standard(byte[] whole, String name) {
        Bytes bytes = (position, length) -> {
            byte[] part = new byte[length];
            System.arraycopy(whole, (int) position, part, 0, length);
            return part;
        };
        return new HfsTree(bytes, whole.length, false, name);
    }

    /** A tree of HFS+: nodes of any size, lengths of keys in two bytes. */
    static HfsTree plus(Bytes bytes, long size, String name) {
        return new HfsTree(bytes, size, true, name);
    }

    /**
     * Goes through the leaves.
     *
     * @throws IOException when the tree is damaged; the records before that were taken
     */
    void forEach(Records records) throws IOException {
        ByteBuffer header = node(0);
        int nodes = Short.toUnsignedInt(header.getShort(DESCRIPTOR + 18));
        if (nodes < LEAST_NODE || Integer.bitCount(nodes) != 1 || !plus && nodes != LEAST_NODE) {
            throw damaged("its nodes are of a size that is none of HFS");
        }
        nodeSize = nodes;
        BitSet seen = new BitSet();
        for (long at = Integer.toUnsignedLong(header.getInt(DESCRIPTOR + 10)); at != 0; ) {
            ByteBuffer leaf = node(at);
            if (Byte.toUnsignedInt(leaf.get(8)) != LEAF || seen.get((int) at)) {
                throw damaged("node %d is no leaf, or comes twice".formatted(at));
            }
            seen.set((int) at);
            records(leaf, records, at);
            at = Integer.toUnsignedLong(leaf.getInt(0));
        }
    }

    private void records(ByteBuffer leaf, Records records, long at) throws IOException {
        int count = Short.toUnsignedInt(leaf.getShort(10));
        if (DESCRIPTOR + 2 * (count + 1) > nodeSize) {
            throw damaged("node %d has too many records".formatted(at));
        }
        for (int i = 0; i < count; i++) {
            int start = offset(leaf, i);
            int end = offset(leaf, i + 1);
            if (start < DESCRIPTOR || end <= start || end > nodeSize - 2 * (count + 1)) {
                throw damaged("a record of node %d lies outside of it".formatted(at));
            }
            int width = plus ? Short.BYTES : Byte.BYTES;
            int keyLength = plus ? Short.toUnsignedInt(leaf.getShort(start)) : Byte.toUnsignedInt(leaf.get(start));
            // What is kept under a key begins at an even place; a key without length is a deleted one.
            int data = start + (width + keyLength + 1) / 2 * 2;
            if (keyLength == 0) {
                continue;
            }
            if (data > end) {
                throw damaged("a key of node %d is too long".formatted(at));
            }
            records.take(leaf.slice(start + width, keyLength), leaf.slice(data, end - data));
        }
    }

    private int offset(ByteBuffer node, int record) {
        return Short.toUnsignedInt(node.getShort(nodeSize - 2 * (record + 1)));
    }

    private ByteBuffer node(long number) throws IOException {
        if (number > size / nodeSize - 1 || number > Integer.MAX_VALUE) {
            throw damaged("node %d lies behind its end".formatted(number));
        }
        return ByteBuffer.wrap(bytes.read(number * nodeSize, nodeSize));
    }

    private IOException damaged(String what) {
        return new IOException("its %s is damaged: %s".formatted(name, what));
    }
}
