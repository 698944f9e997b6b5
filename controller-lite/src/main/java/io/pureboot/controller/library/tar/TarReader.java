package io.pureboot.controller.library.tar;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a tar once, from a stream: {@link #next} to the next member, then {@link #read} its stored bytes, as
 * few or many as wanted. Reads on behind an end mark, where archives were put one behind the other.
 */
public final class TarReader {
    private static final int LONGEST_NAME = 1 << 20;
    private static final int LONGEST_PAX = 64 << 20;

    private final TarInput in;
    private long left;
    private boolean ended;
    private boolean members;
    private boolean concatenated;

    public TarReader(InputStream stream) {
        in = new TarInput(stream);
    }

    /**
     * The next member, or null at the end of the archive.
     *
     * @throws DamagedTarException when the archive is damaged, or ends without its end mark: members may be missing
     */
    public @Nullable TarMember next() throws IOException {
        in.skip(left);
        left = 0;
        in.align();
        PaxAttributes pax = new PaxAttributes();
        byte[] longName = null;
        byte[] longLink = null;
        boolean announced = false;
        while (true) {
            TarHeader header = header();
            if (header == null) {
                if (announced) {
                    throw in.damaged("it ends behind a header that announces a member");
                }
                return null;
            }
            announced |= header.type() != 'g';
            switch (header.type()) {
                case 'x', 'X' -> pax.addAll(body(header, LONGEST_PAX), header.position());
                case 'g' -> body(header, LONGEST_PAX);
                case 'L' -> longName = cut(body(header, LONGEST_NAME));
                case 'K' -> longLink = cut(body(header, LONGEST_NAME));
                default -> {
                    return member(header, pax, longName, longLink);
                }
            }
        }
    }

    /** Fills the range with the member's next stored bytes; less only at its end. */
    public int read(byte[] target, int offset, int length) throws IOException {
        int part = (int) Math.min(left, length);
        in.readFully(target, offset, part);
        left -= part;
        return part;
    }

    /** Bytes of the tar read so far. */
    public long position() {
        return in.position();
    }

    /** Whether members came behind an end mark. */
    public boolean concatenated() {
        return concatenated;
    }

    private @Nullable TarHeader header() throws IOException {
        while (true) {
            byte[] block = new byte[TarInput.BLOCK];
            int got = in.read(block, 0, block.length);
            if (got == 0 && ended) {
                return null;
            }
            if (got < block.length) {
                throw in.damaged(
                        members ? "it ends without its end mark, members may be missing" : "it is empty or no tar");
            }
            TarHeader header = new TarHeader(block, in.position());
            if (header.isZero()) {
                ended = true;
            } else if (header.checksumFits()) {
                concatenated |= ended && members;
                members = true;
                return header;
            } else {
                throw in.damaged(ended ? "bytes behind the end mark are no tar" : "a header's checksum is wrong");
            }
        }
    }

    private byte[] body(TarHeader header, int longest) throws IOException {
        long size = header.size();
        if (size > longest) {
            throw in.damaged("a header of %d bytes".formatted(size));
        }
        // No more room than there are bytes for, whatever the header says.
        byte[] body = new byte[0];
        for (int done = 0; done < size; done = body.length) {
            body = Arrays.copyOf(body, (int) Math.min(size, Math.max(1 << 20, 2L * done)));
            in.readFully(body, done, body.length - done);
        }
        in.align();
        return body;
    }

    private static byte[] cut(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return Arrays.copyOf(text, end);
    }

    private TarMember member(
            TarHeader header, PaxAttributes pax, byte @Nullable [] longName, byte @Nullable [] longLink)
            throws IOException {
        char type = header.type();
        if (type == 'M' || type == 'N' || "sparse".equals(pax.text("SCHILY.filetype"))) {
            throw in.damaged("a member of a kind that is not read: " + type);
        }
        String paxSize = pax.text("size");
        // A hard link has no bytes of its own, whatever its size says.
        left = type == '1' ? 0 : paxSize == null ? header.size() : SparseFormats.number(paxSize, in);
        SparseMap map = map(header, pax);
        byte[] name = first(pax.bytes("GNU.sparse.name"), pax.bytes("path"), longName, header.name());
        byte[] link = first(pax.bytes("linkpath"), longLink, header.linkName());
        String plainName = MemberName.decode(name);
        return new TarMember(plainName, kind(type, plainName), MemberName.decode(link), map);
    }

    private SparseMap map(TarHeader header, PaxAttributes pax) throws IOException {
        long start = in.position();
        SparseMap map = header.type() == 'S' ? SparseFormats.old(header, in) : SparseFormats.pax(pax, in);
        if (map == null) {
            return SparseMap.solid(left);
        }
        // The old format's further headers are not part of the member, the new format's map is.
        left -= header.type() == 'S' ? 0 : in.position() - start;
        if (map.stored() != left) {
            throw in.damaged("a sparse member stores %d bytes and maps %d".formatted(left, map.stored()));
        }
        return map;
    }

    private static byte[] first(byte @Nullable [] one, byte @Nullable [] two, byte @Nullable [] three, byte[] last) {
        return one != null ? one : first(two, three, last);
    }

    private static byte[] first(byte @Nullable [] one, byte @Nullable [] two, byte[] last) {
        return one != null ? one : Objects.requireNonNullElse(two, last);
    }

    private static TarMember.Kind kind(char type, String name) {
        return switch (type) {
            case '0', '\0', '7', 'S' -> name.endsWith("/") ? TarMember.Kind.DIRECTORY : TarMember.Kind.FILE;
            case '5', 'D' -> TarMember.Kind.DIRECTORY;
            case '1' -> TarMember.Kind.HARD_LINK;
            case '2' -> TarMember.Kind.SYMBOLIC_LINK;
            case '3', '4', '6', 'V' -> TarMember.Kind.OTHER;
            // Unknown kinds are to be taken for plain files.
            default -> TarMember.Kind.FILE;
        };
    }
}
