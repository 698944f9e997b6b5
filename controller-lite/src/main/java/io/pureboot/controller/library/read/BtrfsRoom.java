package io.pureboot.controller.library.read;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much {@code btrfs restore} writes for a subvolume: each name of a file, and what is in subvolumes below it, unless
 * they are snapshots. It follows names wherever they lead, and would never end on a folder that is in itself.
 */
final class BtrfsRoom {
    private static final long NAME = 4096;
    /** Paths of more folders are none that can be made. */
    private static final int DEEPEST = 4096;

    private final BtrfsTrees trees;
    private final Map<String, Long> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    BtrfsRoom(BtrfsTrees trees) {
        this.trees = trees;
    }

    /**
     * Bytes.
     *
     * @throws IOException when there is no end to it, or one of the subvolumes cannot be read
     */
    long bytes(String subvolume) throws IOException {
        return bytes(subvolume, BtrfsTrees.FOLDER);
    }

    private long bytes(String subvolume, String folder) throws IOException {
        String address = subvolume + ":" + folder;
        Long before = known.get(address);
        if (before != null) {
            return before;
        }
        if (open.size() > DEEPEST || !open.add(address)) {
            throw new IOException("btrfs restore would not end: folders of it are nested in themselves, or too deep");
        }
        BtrfsTrees.Tree tree = trees.tree(subvolume);
        long bytes = 0;
        for (BtrfsTrees.Name name : tree.names().getOrDefault(folder, List.of())) {
            bytes = sum(bytes, sum(NAME, below(subvolume, tree, name)));
        }
        open.remove(address);
        known.put(address, bytes);
        return bytes;
    }

    private long below(String subvolume, BtrfsTrees.Tree tree, BtrfsTrees.Name name) throws IOException {
        if (name.subvolume()) {
            return trees.roots().isPlain(name.inode()) ? bytes(name.inode(), BtrfsTrees.FOLDER) : 0;
        }
        BtrfsTrees.Inode inode = tree.inodes().get(name.inode());
        if (inode == null) {
            return 0;
        }
        return inode.file().kind() == 'd' ? bytes(subvolume, name.inode()) : inode.storedBytes();
    }

    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
