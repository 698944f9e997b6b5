package io.pureboot.controller.library.read.hfs;

import io.pureboot.controller.library.read.FileRecord;
import io.pureboot.controller.library.read.OwnVolume;
import io.pureboot.controller.library.read.PathBudget;
import io.pureboot.controller.library.read.RawPath;
import io.pureboot.linux.table.bytes.ImageBytes;
import io.pureboot.linux.table.bytes.SubImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An HFS volume, its catalog read whole: what is in it, what is missing, and the bytes of each file. Resource forks
 * are files of their own, {@code NAME:RSRC}: no name of this file system holds a colon.
 */
public final class HfsVolume implements OwnVolume {
    private static final int SECTOR = 512;
    private static final int ROOT_ID = 2;
    private static final int FIRST_USER_ID = 16;
    private static final int CATALOG_ID = 4;
    private static final int EXTENTS_ID = 3;
    private static final int LARGEST_TREE = 256 << 20;
    private static final int PIECE = 1 << 20;
    private static final int MOST_GAPS = 20;
    private static final long EPOCH_1904 = 2_082_844_800L;
    private static final String RESOURCE = "-rsrc";
    private static final Charset MAC = Charset.forName("x-MacRoman");

    private record Fork(long file, boolean resource) {}

    private record Entry(String name, char kind, String inode, long size, long mtime) {}

    private final ImageBytes place;
    private final long blockSize;
    private final long firstBlock;
    private final int blocks;
    private final Map<Fork, Map<Long, List<HfsFork.Run>>> overflow = new HashMap<>();
    private final Map<String, HfsFork> forks = new HashMap<>();
    private final Map<Long, List<Entry>> folders = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final List<String> gaps = new ArrayList<>();
    private final List<FileRecord> files = new ArrayList<>();
    private long furtherGaps;
    private long fileCount;
    private long folderCount;

    private HfsVolume(ImageBytes place, ByteBuffer master) throws IOException {
        this.place = place;
        blockSize = Integer.toUnsignedLong(master.getInt(20));
        firstBlock = Short.toUnsignedLong(master.getShort(28)) * SECTOR;
        blocks = Short.toUnsignedInt(master.getShort(18));
        if (master.getShort(0) != 0x4244 || blockSize == 0 || blockSize % SECTOR != 0) {
            throw new IOException("its master directory block is damaged");
        }
    }

    /**
     * Reads the volume.
     *
     * @param image the disk it is on
     * @param start where on it, in bytes
     * @param length bytes
     * @throws IOException when nothing of it can be listed
     */
    public static HfsVolume read(ImageBytes image, long start, long length) throws IOException {
        ImageBytes place = new SubImage(image, start, length);
        ByteBuffer master = ByteBuffer.wrap(table(place, 2 * SECTOR, SECTOR));
        HfsVolume volume = new HfsVolume(place, master);
        volume.readTrees(master);
        volume.walk();
        long recordedFiles = Integer.toUnsignedLong(master.getInt(84));
        long recordedFolders = Integer.toUnsignedLong(master.getInt(88));
        if (volume.fileCount != recordedFiles || volume.folderCount - 1 != recordedFolders) {
            volume.gap("it counts %d files and %d folders, %d and %d are listed"
                    .formatted(recordedFiles, recordedFolders, volume.fileCount, volume.folderCount - 1));
        }
        return volume;
    }

    @Override
    public List<FileRecord> files() {
        return files;
    }

    @Override
    public List<String> gaps() {
        List<String> said = new ArrayList<>(gaps);
        if (furtherGaps > 0) {
            said.add("%d more records are damaged".formatted(furtherGaps));
        }
        return said;
    }

    // Of a volume full of nonsense nobody reads them all.
    private void gap(String what) {
        if (gaps.size() < MOST_GAPS) {
            gaps.add(what);
        } else {
            furtherGaps++;
        }
    }

    private void readTrees(ByteBuffer master) throws IOException {
        HfsFork extents = new HfsFork(Integer.toUnsignedLong(master.getInt(130)), HfsFork.runs(master, 134));
        HfsTree overflows = HfsTree.standard(tree(extents, EXTENTS_ID), "extents tree");
        try {
            overflows.forEach(this::takeOverflow);
        } catch (IOException e) {
            gap(String.valueOf(e.getMessage()));
        }
        HfsFork catalog = new HfsFork(Integer.toUnsignedLong(master.getInt(146)), HfsFork.runs(master, 150));
        HfsTree names = HfsTree.standard(tree(catalog, CATALOG_ID), "catalog");
        folders.put((long) ROOT_ID, new ArrayList<>());
        files.add(new FileRecord(RawPath.ROOT, 'd', String.valueOf(ROOT_ID), 1, 0, 0));
        try {
            names.forEach(this::takeName);
        } catch (IOException e) {
            gap(String.valueOf(e.getMessage()));
        }
    }

    private byte[] tree(HfsFork fork, long id) throws IOException {
        if (fork.size() == 0 || fork.size() > LARGEST_TREE || fork.size() > place.size()) {
            throw new IOException("a tree of %d bytes is none of HFS".formatted(fork.size()));
        }
        ByteBuffer whole = ByteBuffer.allocate((int) fork.size());
        for (HfsFork.Run run : runs(fork, id, false)) {
            long length = Math.min(run.count() * blockSize, whole.remaining());
            for (long done = 0; done < length; ) {
                int part = (int) Math.min(PIECE, length - done);
                whole.put(table(place, position(run) + done, part));
                done += part;
            }
        }
        return whole.array();
    }

    private static byte[] table(ImageBytes place, long position, int length) throws IOException {
        if (position + length > place.size()) {
            throw new IOException("its tables lie behind the volume's end");
        }
        return place.read(position, length);
    }

    private void takeOverflow(ByteBuffer key, ByteBuffer data) {
        if (key.limit() < 7 || data.limit() < 12) {
            gap("a record of its extents tree is too short");
            return;
        }
        Fork fork = new Fork(Integer.toUnsignedLong(key.getInt(1)), key.get(0) != 0);
        long first = Short.toUnsignedLong(key.getShort(5));
        overflow.computeIfAbsent(fork, none -> new HashMap<>()).putIfAbsent(first, HfsFork.runs(data, 0));
    }

    private void takeName(ByteBuffer key, ByteBuffer data) {
        int length = key.limit() < 6 ? -1 : Byte.toUnsignedInt(key.get(5));
        if (length < 0 || 6 + length > key.limit() || data.limit() < 2) {
            gap("a record of its catalog is too short");
            return;
        }
        byte[] name = new byte[length];
        key.get(6, name);
        long parent = Integer.toUnsignedLong(key.getInt(1));
        switch (data.get(0)) {
            case 1 -> takeFolder(parent, name, data);
            case 2 -> takeFile(parent, name, data);
            // Threads say the same from the other side.
            case 3, 4 -> {}
            default -> gap("a record of its catalog is of a kind that is none: " + data.get(0));
        }
    }

    private void takeFolder(long parent, byte[] name, ByteBuffer data) {
        if (data.limit() < 18) {
            gap("a folder's record is too short");
            return;
        }
        folderCount++;
        String id = String.valueOf(Integer.toUnsignedLong(data.getInt(6)));
        taken(id);
        if (parent != 1) {
            add(parent, new Entry(plain(name), 'd', id, 0, time(data.getInt(14))));
        }
    }

    private void takeFile(long parent, byte[] name, ByteBuffer data) {
        if (data.limit() < 98) {
            gap("a file's record is too short");
            return;
        }
        fileCount++;
        String id = String.valueOf(Integer.toUnsignedLong(data.getInt(20)));
        long mtime = time(data.getInt(48));
        long size = Integer.toUnsignedLong(data.getInt(26));
        long resource = Integer.toUnsignedLong(data.getInt(36));
        taken(id);
        forks.putIfAbsent(id, new HfsFork(size, HfsFork.runs(data, 74)));
        add(parent, new Entry(plain(name), 'f', id, size, mtime));
        if (resource > 0) {
            forks.putIfAbsent(id + RESOURCE, new HfsFork(resource, HfsFork.runs(data, 86)));
            add(parent, new Entry(plain(name) + ":RSRC", 'f', id + RESOURCE, resource, mtime));
        }
    }

    private void taken(String id) {
        if (!ids.add(id)) {
            gap("two of its records have the number " + id);
        }
    }

    private void add(long parent, Entry entry) {
        folders.computeIfAbsent(parent, none -> new ArrayList<>()).add(entry);
    }

    // As UTF-8.
    private static String plain(byte[] name) {
        String text = new String(name, MAC);
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static long time(int since1904) {
        return since1904 == 0 ? 0 : Integer.toUnsignedLong(since1904) - EPOCH_1904;
    }

    private void walk() {
        Set<Long> seen = new HashSet<>(Set.of((long) ROOT_ID));
        try {
            walk(seen);
        } catch (IOException e) {
            gap(String.valueOf(e.getMessage()));
        }
        folders.keySet().removeAll(seen);
        if (!folders.isEmpty()) {
            gap("%d folders hang in the air: what is in them is not listed".formatted(folders.size()));
        }
    }

    private void walk(Set<Long> seen) throws IOException {
        PathBudget budget = new PathBudget();
        Deque<Map.Entry<Long, RawPath>> open = new ArrayDeque<>(List.of(Map.entry((long) ROOT_ID, RawPath.ROOT)));
        while (!open.isEmpty()) {
            Map.Entry<Long, RawPath> folder = open.removeFirst();
            for (Entry entry : folders.getOrDefault(folder.getKey(), List.of())) {
                RawPath path = folder.getValue().child(entry.name());
                budget.take(path);
                files.add(new FileRecord(path, entry.kind(), entry.inode(), 1, entry.size(), entry.mtime()));
                long id = entry.kind() == 'd' ? Long.parseLong(entry.inode()) : 0;
                if (entry.kind() == 'd' && !PathBudget.tooDeep(path) && seen.add(id)) {
                    open.add(Map.entry(id, path));
                }
            }
        }
    }

    // All of a fork's runs: what its record lacks is in the extents tree.
    private List<HfsFork.Run> runs(HfsFork fork, long id, boolean resource) throws IOException {
        List<HfsFork.Run> all = new ArrayList<>(fork.runs());
        long have = fork.blocks();
        long need = Math.ceilDiv(fork.size(), blockSize);
        Map<Long, List<HfsFork.Run>> more = overflow.getOrDefault(new Fork(id, resource), Map.of());
        while (have < need) {
            HfsFork part = new HfsFork(0, more.getOrDefault(have, List.of()));
            if (part.blocks() == 0) {
                throw new IOException("%d of its %d blocks are nowhere recorded".formatted(need - have, need));
            }
            all.addAll(part.runs());
            have += part.blocks();
        }
        return all;
    }

    private long position(HfsFork.Run run) throws IOException {
        if (run.start() + run.count() > blocks) {
            throw new IOException("its blocks lie outside the volume");
        }
        return firstBlock + run.start() * blockSize;
    }

    @Override
    public void copy(FileRecord file, OutputStream target) throws IOException {
        boolean resource = file.inode().endsWith(RESOURCE);
        HfsFork fork = Objects.requireNonNull(forks.get(file.inode()), file.inode());
        long id = Long.parseLong(file.inode().replace(RESOURCE, ""));
        if (id < FIRST_USER_ID) {
            throw new IOException("its number %d is none of a file".formatted(id));
        }
        long left = fork.size();
        for (HfsFork.Run run : runs(fork, id, resource)) {
            long length = Math.min(left, run.count() * blockSize);
            long from = position(run);
            if (from + length > place.size()) {
                throw new IOException("its blocks lie behind the volume's end");
            }
            for (long done = 0; done < length; ) {
                int part = (int) Math.min(PIECE, length - done);
                target.write(place.read(from + done, part));
                done += part;
            }
            left -= length;
        }
    }
}
