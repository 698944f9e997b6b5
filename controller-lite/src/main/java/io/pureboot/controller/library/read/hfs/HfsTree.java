package io.pureboot.controller.library.read.hfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** A B*-tree of an HFS volume: all its leaf records, by the chain of its leaves. */
final class HfsTree {
    private static final int NODE = 512;
    private static final int DESCRIPTOR = 14;
    private static final int LEAF = 0xff;

    /** Takes a record. */
    interface Records {
        /**
         * @param key without its length byte
         * @param data what is kept under the key
         */
        void take(ByteBuffer key, ByteBuffer data) throws IOException;
    }

    private final byte[] bytes;
    private final String name;

    /** @param bytes the whole file the tree is in */
    HfsTree(byte[] bytes, String name) {
        this.bytes = bytes;
        this.name = name;
    }

    /**
     * Goes through the leaves.
     *
     * @throws IOException when the tree is damaged; the records before that were taken
     */
    void forEach(Records records) throws IOException {
        ByteBuffer header = node(0);
        if (Short.toUnsignedInt(header.getShort(DESCRIPTOR + 18)) != NODE) {
            throw damaged("its nodes are of a size that is none of HFS");
        }
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
        if (DESCRIPTOR + 2 * (count + 1) > NODE) {
            throw damaged("node %d has too many records".formatted(at));
        }
        for (int i = 0; i < count; i++) {
            int start = offset(leaf, i);
            int end = offset(leaf, i + 1);
            if (start < DESCRIPTOR || end <= start || end > NODE - 2 * (count + 1)) {
                throw damaged("a record of node %d lies outside of it".formatted(at));
            }
            int keyLength = Byte.toUnsignedInt(leaf.get(start));
            // What is kept under a key begins at an even place; a key without length is a deleted one.
            int data = start + (keyLength + 2) / 2 * 2;
            if (keyLength == 0) {
                continue;
            }
            if (data > end) {
                throw damaged("a key of node %d is too long".formatted(at));
            }
            records.take(leaf.slice(start + 1, keyLength), leaf.slice(data, end - data));
        }
    }

    private static int offset(ByteBuffer node, int record) {
        return Short.toUnsignedInt(node.getShort(NODE - 2 * (record + 1)));
    }

    private ByteBuffer node(long number) throws IOException {
        if (number > bytes.length / NODE - 1) {
            throw damaged("node %d lies behind its end".formatted(number));
        }
        return ByteBuffer.wrap(bytes, (int) number * NODE, NODE).slice();
    }

    IOException damaged(String what) {
        return new IOException("its %s is damaged: %s".formatted(name, what));
    }
}
