package io.pureboot.controller.library.read.iso;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What Rock Ridge says of one record: entries behind its name, which may go on elsewhere on the disc. */
final class RockRidge {
    private static final int MOST_AREAS = 32;
    private static final int CONTINUES = 0x01;
    private static final int SELF_OR_PARENT = 0x06;
    private static final int MODIFIED = 0x02;
    private static final int CREATED = 0x01;
    private static final int LONG_DATES = 0x80;
    private static final int PRESENT = 0xbeef;

    /** Bytes to leave out at the start of each record's area, as the root's own record says. */
    private int skip;

    private boolean declared;
    private @Nullable StringBuilder name;
    private int mode;
    private long links;
    private long time;
    private long child = -1;
    private boolean moved;
    private boolean isLink;
    private final StringBuilder link = new StringBuilder();
    private boolean linkGoesOn;
    private @Nullable String unreadable;
    private @Nullable String damage;

    private RockRidge() {}

    /** Of a record without it. */
    static RockRidge none() {
        return new RockRidge();
    }

    /** Reads what is behind the record's name. */
    static RockRidge of(IsoRecord record, IsoBlocks blocks, int skip, IsoBudget budget) throws IOException {
        RockRidge said = new RockRidge();
        said.skip = skip;
        said.read(record.systemUse(), skip, blocks, budget);
        return said;
    }

    private void read(ByteBuffer first, int skipped, IsoBlocks blocks, IsoBudget budget) throws IOException {
        ByteBuffer area = first;
        int at = skipped;
        for (int areas = 1; ; areas++) {
            Continuation next = entries(area, at);
            if (next == null) {
                return;
            }
            if (areas == MOST_AREAS) {
                damage = "Rock Ridge entries that go on and on";
                return;
            }
            budget.takeContinuation();
            try {
                area = ByteBuffer.wrap(blocks.read(next.block(), next.offset(), (int) next.length()))
                        .order(ByteOrder.LITTLE_ENDIAN);
            } catch (IOException e) {
                damage = "Rock Ridge entries that go on where nothing can be read";
                return;
            }
            at = 0;
        }
    }

    private record Continuation(long block, long offset, long length) {}

    private @Nullable Continuation entries(ByteBuffer area, int from) {
        Continuation next = null;
        for (int at = from; at + 4 <= area.limit(); ) {
            int length = Byte.toUnsignedInt(area.get(at + 2));
            if (length < 4 || at + length > area.limit()) {
                break;
            }
            ByteBuffer entry = area.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
            switch (signature(entry)) {
                case "CE" -> next = length < 28 ? next : continuation(entry);
                case "ST" -> {
                    return next;
                }
                default -> take(entry);
            }
            at += length;
        }
        return next;
    }

    // Within one block, by its definition.
    private @Nullable Continuation continuation(ByteBuffer entry) {
        long offset = Integer.toUnsignedLong(entry.getInt(12));
        long length = Integer.toUnsignedLong(entry.getInt(20));
        if (offset + length > 2048) {
            damage = "Rock Ridge entries that go on where nothing can be read";
            return null;
        }
        return new Continuation(Integer.toUnsignedLong(entry.getInt(4)), offset, length);
    }

    private void take(ByteBuffer entry) {
        int length = entry.limit();
        switch (signature(entry)) {
            case "SP" -> {
                if (length >= 7
                        && Short.toUnsignedInt(entry.order(ByteOrder.BIG_ENDIAN).getShort(4)) == PRESENT) {
                    declared = true;
                    skip = Byte.toUnsignedInt(entry.get(6));
                }
            }
            case "ER", "RR" -> declared = true;
            case "NM" -> takeName(entry);
            case "PX" -> {
                if (length >= 20) {
                    mode = entry.getInt(4);
                    links = Integer.toUnsignedLong(entry.getInt(12));
                }
            }
            case "TF" -> takeTime(entry);
            case "SL" -> takeLink(entry);
            case "CL" -> child = length >= 12 ? Integer.toUnsignedLong(entry.getInt(4)) : child;
            case "RE" -> moved = true;
            case "ZF" -> unreadable = "it is compressed by zisofs, which is not read";
            case "SF" -> unreadable = "it is stored as a sparse file of Rock Ridge, which is not read";
            default -> {}
        }
    }

    private void takeName(ByteBuffer entry) {
        if (entry.limit() < 5 || (entry.get(4) & SELF_OR_PARENT) != 0) {
            return;
        }
        StringBuilder whole = name == null ? new StringBuilder() : name;
        whole.append(latin1(entry, 5, entry.limit() - 5));
        name = whole;
    }

    private void takeTime(ByteBuffer entry) {
        int flags = entry.limit() < 5 ? 0 : entry.get(4);
        int width = (flags & LONG_DATES) != 0 ? 17 : 7;
        int at = 5 + ((flags & CREATED) != 0 ? width : 0);
        if ((flags & MODIFIED) == 0 || at + width > entry.limit()) {
            return;
        }
        time = width == 7 ? IsoRecord.time(entry, at) : longTime(latin1(entry, at, 16), entry.get(at + 16));
    }

    private static long longTime(String digits, int quarters) {
        if (!digits.matches("\\d{16}")) {
            return 0;
        }
        ByteBuffer date = ByteBuffer.allocate(7);
        int year = Integer.parseInt(digits.substring(0, 4)) - 1900;
        if (year < 0 || year > 255) {
            return 0;
        }
        date.put((byte) year);
        for (int at = 4; at < 14; at += 2) {
            date.put((byte) Integer.parseInt(digits.substring(at, at + 2)));
        }
        return IsoRecord.time(date.put((byte) quarters), 0);
    }

    private void takeLink(ByteBuffer entry) {
        isLink = true;
        for (int at = 5; at + 2 <= entry.limit(); ) {
            int flags = entry.get(at);
            int length = Byte.toUnsignedInt(entry.get(at + 1));
            if (at + 2 + length > entry.limit()) {
                return;
            }
            if (!linkGoesOn && !link.isEmpty() && link.charAt(link.length() - 1) != '/') {
                link.append('/');
            }
            link.append(
                    switch (flags & ~CONTINUES) {
                        case 2 -> ".";
                        case 4 -> "..";
                        case 8 -> "/";
                        default -> latin1(entry, at + 2, length);
                    });
            linkGoesOn = (flags & CONTINUES) != 0;
            at += 2 + length;
        }
    }

    private static String signature(ByteBuffer entry) {
        return latin1(entry, 0, 2);
    }

    private static String latin1(ByteBuffer bytes, int at, int length) {
        byte[] text = new byte[length];
        bytes.get(at, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Whether the disc says by this record, its root's own, that it has Rock Ridge. */
    boolean declared() {
        return declared;
    }

    int skip() {
        return skip;
    }

    /** One character a byte, or null when it has none. */
    @Nullable
    String name() {
        StringBuilder known = name;
        return known == null ? null : known.toString();
    }

    /** As in {@code st_mode}; 0 when it is not said. */
    int mode() {
        return mode;
    }

    long links() {
        return Math.max(1, links);
    }

    /** Seconds since 1970, or the other one when it is not said. */
    long timeOr(long other) {
        return time == 0 ? other : time;
    }

    boolean isLink() {
        return isLink;
    }

    /** Bytes of the link's target. */
    int linkLength() {
        return link.length();
    }

    /** Where the folder is that this record stands for; -1 when it stands for what it says itself. */
    long child() {
        return child;
    }

    /** It is a folder that another record stands for, in the place where it belongs. */
    boolean moved() {
        return moved;
    }

    /** Why its content cannot be read as it is stored, or null. */
    @Nullable
    String unreadable() {
        return unreadable;
    }

    @Nullable
    String damage() {
        return damage;
    }
}
