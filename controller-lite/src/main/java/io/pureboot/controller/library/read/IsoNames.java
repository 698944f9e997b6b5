package io.pureboot.controller.library.read;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a disc's Joliet names, which fls lists where there are any, are all there are: what Joliet cannot name, links
 * and deep folders for example, is in the disc's plain list alone.
 */
final class IsoNames {
    private static final int SECTOR = 2048;
    private static final int FIRST_DESCRIPTOR = 16;
    private static final int MOST_DESCRIPTORS = 64;
    private static final int PLAIN = 1;
    private static final int SUPPLEMENTARY = 2;
    private static final int ROOT = 156;
    private static final int LEAST_RECORD = 34;
    private static final int FOLDER = 0x02;
    private static final int ASSOCIATED = 0x04;
    private static final int GOES_ON = 0x80;
    private static final int LARGEST_FOLDER = 16 << 20;
    /** Bytes of folders read in all; folders of a hostile disc may overlap. */
    private static final long LARGEST_LIST = 512L << 20;

    private final FileChannel image;
    private final Place place;

    private record Folder(long sector, long size) {}

    private IsoNames(FileChannel image, Place place) {
        this.image = image;
        this.place = place;
    }

    /**
     * What speaks against the list being whole.
     *
     * @param listed entries below the root that fls listed
     */
    static List<String> gaps(Place place, long listed) throws IOException {
        try (FileChannel image = FileChannel.open(place.image(), StandardOpenOption.READ)) {
            long plain = new IsoNames(image, place).onlyPlain();
            return plain <= listed
                    ? List.of()
                    : List.of(
                            "%d of the %d names of the disc's plain list are not among its Joliet names, which are listed"
                                    .formatted(plain - listed, plain));
        } catch (EOFException e) {
            return List.of("the disc's plain list of names lies behind its end in part");
        }
    }

    // Entries of the plain list; 0 when there is no other, which fls would prefer.
    private long onlyPlain() throws IOException {
        Folder root = null;
        boolean joliet = false;
        for (int i = FIRST_DESCRIPTOR; i < FIRST_DESCRIPTOR + MOST_DESCRIPTORS; i++) {
            ByteBuffer descriptor = read((long) i * SECTOR, SECTOR);
            int type = Byte.toUnsignedInt(descriptor.get(0));
            if (type == PLAIN && root == null) {
                root = folder(descriptor, ROOT);
            }
            joliet |= type == SUPPLEMENTARY && isJoliet(descriptor);
            if (type == 0xff || descriptor.get(1) != 'C') {
                break;
            }
        }
        return root == null || !joliet ? 0 : count(root);
    }

    private static boolean isJoliet(ByteBuffer descriptor) {
        byte level = descriptor.get(90);
        return descriptor.get(88) == '%' && descriptor.get(89) == '/' && (level == '@' || level == 'C' || level == 'E');
    }

    private long count(Folder root) throws IOException {
        long names = 0;
        long left = LARGEST_LIST;
        Deque<Folder> open = new ArrayDeque<>(List.of(root));
        Set<Long> seen = new HashSet<>(Set.of(root.sector()));
        while (!open.isEmpty()) {
            Folder folder = open.removeFirst();
            left -= folder.size();
            if (folder.size() > LARGEST_FOLDER || left < 0) {
                throw new IOException("the folders of the disc's plain list are larger than folders are");
            }
            ByteBuffer records = read(folder.sector() * SECTOR, (int) folder.size());
            for (int at = 0; at + LEAST_RECORD <= records.limit(); ) {
                int length = Byte.toUnsignedInt(records.get(at));
                if (length < LEAST_RECORD || at + length > records.limit()) {
                    // The rest of a sector is empty when no record fits into it.
                    at = (at / SECTOR + 1) * SECTOR;
                    continue;
                }
                int flags = records.get(at + 25);
                boolean dots = records.get(at + 32) == 1 && Byte.toUnsignedInt(records.get(at + 33)) <= 1;
                if (!dots && (flags & (GOES_ON | ASSOCIATED)) == 0) {
                    names++;
                    Folder below = folder(records, at);
                    if ((flags & FOLDER) != 0 && seen.add(below.sector())) {
                        open.add(below);
                    }
                }
                at += length;
            }
        }
        return names;
    }

    private static Folder folder(ByteBuffer bytes, int record) {
        return new Folder(
                Integer.toUnsignedLong(bytes.getInt(record + 2)), Integer.toUnsignedLong(bytes.getInt(record + 10)));
    }

    private ByteBuffer read(long position, int length) throws IOException {
        if (position + length > place.length()) {
            throw new EOFException();
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (image.read(bytes, place.offset() + position + bytes.position()) < 0) {
                throw new EOFException();
            }
        }
        return bytes.flip();
    }
}
