package io.pureboot.controller.library.read.iso;

import io.pureboot.controller.library.read.FileRecord;
import io.pureboot.controller.library.read.OwnVolume;
import io.pureboot.linux.table.bytes.ImageBytes;
import io.pureboot.linux.table.bytes.SubImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An ISO 9660 file system: what is in it by its Rock Ridge names, as Linux prefers them, else by its Joliet names, else
 * by the plain ones; what is missing; and the bytes of each file.
 */
public final class IsoVolume implements OwnVolume {
    private static final int SECTOR = 2048;
    private static final int FIRST_DESCRIPTOR = 16;
    private static final int MOST_DESCRIPTORS = 64;
    private static final int ROOT = 156;
    private static final int PIECE = 1 << 20;

    private final IsoBlocks blocks;
    private final IsoTree tree;
    private final List<String> gaps;

    private IsoVolume(IsoBlocks blocks, IsoTree tree, List<String> gaps) {
        this.blocks = blocks;
        this.tree = tree;
        this.gaps = List.copyOf(gaps);
    }

    /**
     * Reads it.
     *
     * @param image the disk it is on
     * @param start where on it, in bytes
     * @param length bytes
     * @throws IOException when nothing of it can be listed
     */
    public static IsoVolume read(ImageBytes image, long start, long length) throws IOException {
        ImageBytes place = new SubImage(image, start, length);
        Descriptors found = descriptors(place);
        ByteBuffer plain = found.plain();
        if (plain == null) {
            throw new IOException(
                    found.highSierra()
                            ? "High Sierra, which was before ISO 9660, is not read"
                            : "it has no primary volume descriptor");
        }
        int blockSize = Short.toUnsignedInt(plain.getShort(128));
        if (blockSize != 512 && blockSize != 1024 && blockSize != SECTOR) {
            throw new IOException("its blocks of %d bytes are none of ISO 9660".formatted(blockSize));
        }
        IsoRecord root = rootOf(plain);
        // A further session counts from the start of the disc, a partition with a disc of its own from its own start.
        boolean ofItsOwn = start == 0 || isRoot(new IsoBlocks(place, blockSize), root);
        IsoBlocks blocks = new IsoBlocks(ofItsOwn ? place : image, blockSize);
        int disc = plain.getShort(120) > 1 ? Short.toUnsignedInt(plain.getShort(124)) : 0;
        IsoRecord joliet = found.joliet() == null ? null : rootOf(found.joliet());
        return of(blocks, root, joliet, disc);
    }

    private static IsoVolume of(IsoBlocks blocks, IsoRecord root, @Nullable IsoRecord joliet, int disc)
            throws IOException {
        RockRidge self = selfOf(root, blocks);
        boolean rock = joliet == null || self.declared();
        IsoTree first = IsoTree.of(blocks, root, rock ? IsoNaming.ROCK_RIDGE : IsoNaming.PLAIN, self.skip(), disc);
        if (joliet == null) {
            return listed(blocks, first, List.of());
        }
        IsoTree second = IsoTree.of(blocks, joliet, IsoNaming.JOLIET, 0, disc);
        // As Linux: a list of which nothing is there gives way to the other.
        boolean firstListed = rock ? first.names() > 0 || second.names() == 0 : second.names() == 0;
        IsoTree chosen = firstListed ? first : second;
        return listed(blocks, chosen, against(chosen, firstListed ? second : first));
    }

    private static IsoVolume listed(IsoBlocks blocks, IsoTree chosen, List<String> more) throws IOException {
        List<String> gaps = new ArrayList<>(chosen.gaps());
        gaps.addAll(more);
        if (chosen.names() == 0 && !gaps.isEmpty()) {
            throw new IOException(gaps.getFirst());
        }
        return new IsoVolume(blocks, chosen, gaps);
    }

    // What one kind of names cannot express, links and deep folders for example, is in the other list alone.
    private static List<String> against(IsoTree chosen, IsoTree other) {
        List<String> gaps = new ArrayList<>();
        if (other.names() > chosen.names()) {
            gaps.add("%d of the %d names of the disc's %s list are not among its %s names, which are listed"
                    .formatted(
                            other.names() - chosen.names(),
                            other.names(),
                            other.naming().word(),
                            chosen.naming().word()));
        }
        if (!other.gaps().isEmpty()) {
            gaps.add("the disc's %s list of names, which is not the one shown, is damaged: %s"
                    .formatted(other.naming().word(), other.gaps().getFirst()));
        }
        return gaps;
    }

    private record Descriptors(
            @Nullable ByteBuffer plain, @Nullable ByteBuffer joliet, boolean highSierra) {}

    private static Descriptors descriptors(ImageBytes place) throws IOException {
        ByteBuffer plain = null;
        ByteBuffer joliet = null;
        boolean highSierra = false;
        for (int i = FIRST_DESCRIPTOR; i < FIRST_DESCRIPTOR + MOST_DESCRIPTORS; i++) {
            if ((i + 1L) * SECTOR > place.size()) {
                break;
            }
            byte[] bytes = place.read((long) i * SECTOR, SECTOR);
            highSierra |= text(bytes, 9, 5).equals("CDROM");
            int type = Byte.toUnsignedInt(bytes[0]);
            if (type == 0xff || !text(bytes, 1, 5).equals("CD001")) {
                break;
            }
            ByteBuffer descriptor = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            if (type == 1 && plain == null) {
                plain = descriptor;
            } else if (type == 2 && joliet == null && isJoliet(bytes)) {
                joliet = descriptor;
            }
        }
        return new Descriptors(plain, joliet, highSierra);
    }

    private static String text(byte[] bytes, int at, int length) {
        return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean isJoliet(byte[] descriptor) {
        byte level = descriptor[90];
        return descriptor[88] == '%' && descriptor[89] == '/' && (level == '@' || level == 'C' || level == 'E');
    }

    private static IsoRecord rootOf(ByteBuffer descriptor) throws IOException {
        IsoRecord root = IsoRecord.of(descriptor.array(), ROOT, 0);
        if (root == null) {
            throw new IOException("the record of its root is damaged");
        }
        return root;
    }

    private static boolean isRoot(IsoBlocks blocks, IsoRecord root) {
        try {
            IsoRecord self = IsoRecord.of(blocks.read(root.block(), 0, SECTOR), 0, 0);
            return self != null && self.isDots() && self.block() == root.block();
        } catch (IOException e) {
            return false;
        }
    }

    // Of the root's first record, which stands for itself.
    private static RockRidge selfOf(IsoRecord root, IsoBlocks blocks) throws IOException {
        try {
            byte[] first = blocks.read(root.block(), 0, SECTOR);
            IsoRecord self = IsoRecord.of(first, 0, blocks.position(root.block()));
            return self == null ? RockRidge.none() : RockRidge.of(self, blocks, 0, new IsoBudget());
        } catch (IOException e) {
            // Said when the root is listed.
            return RockRidge.none();
        }
    }

    @Override
    public List<FileRecord> files() {
        return tree.files();
    }

    @Override
    public List<String> gaps() {
        return gaps;
    }

    @Override
    public void copy(FileRecord file, OutputStream target) throws IOException {
        IsoFile content = Objects.requireNonNull(tree.contents().get(file.inode()), file.inode());
        if (content.unreadable() != null) {
            throw new IOException(content.unreadable());
        }
        for (IsoFile.Run run : content.runs()) {
            for (long done = 0; done < run.length(); ) {
                int part = (int) Math.min(PIECE, run.length() - done);
                target.write(blocks.read(run.block(), done, part));
                done += part;
            }
        }
    }
}
