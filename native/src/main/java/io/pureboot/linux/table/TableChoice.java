package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import io.pureboot.linux.table.content.Content;
import io.pureboot.linux.table.content.Signatures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which table a disk has, where several seem to be there: boot code that looks like a table, tables that an earlier
 * life of the disk left, optical discs that carry up to three at once.
 */
final class TableChoice {
    private final Region disk;
    private final List<Content> whole;
    private final Notes notes;
    // What boot code says when it is read as a table counts only if it turns out to be one.
    private final Notes mbrNotes = new Notes();

    TableChoice(Region disk, List<Content> whole, Notes notes) {
        this.disk = disk;
        this.whole = whole;
        this.notes = notes;
    }

    /** Null when there is no table, or what looks like one belongs to the file system on the whole disk. */
    @Nullable
    FoundTable choose() {
        if (whole.stream().anyMatch(content -> content.nature() == Content.Nature.CONTAINER)) {
            notes.doubt("it is a file of kind %s that holds a disk image, which is not read"
                    .formatted(whole.getFirst().type()));
            return null;
        }
        FoundTable gpt = new GptTable(disk, notes).read();
        FoundTable mbr = new MbrTable(disk, mbrNotes).read();
        boolean protective = MbrTable.isProtective(disk, notes);
        if (gpt != null) {
            return withGpt(gpt, mbr, protective);
        }
        if (protective && !notes.pending()) {
            notes.doubt("a protective MBR says there is a GPT, but none is found");
        }
        FoundTable apple = new AppleMap(disk, notes).read();
        FoundTable others = apple != null ? apple : otherTables(mbr);
        if (others != null && mbr != null && !optical()) {
            notes.doubt("both a %s and a dos table are there"
                    .formatted(others.kind().label()));
        }
        if (others != null && others.partitionCount() >= count(mbr)) {
            return others;
        }
        return mbr == null ? others : withMbr(mbr);
    }

    private @Nullable FoundTable otherTables(@Nullable FoundTable mbr) {
        FoundTable found = SunLabel.read(disk, notes);
        found = found != null ? found : SgiLabel.read(disk, notes);
        found = found != null ? found : DasdLabel.read(disk, notes);
        if (found != null) {
            return found;
        }
        if (mbr != null) {
            return null;
        }
        BsdLabel bsd = BsdLabel.read(disk, notes);
        if (bsd != null || !whole.isEmpty()) {
            return bsd == null ? null : bsd.asTable();
        }
        found = new AtariTable(disk, notes).read();
        return found != null ? found : UnreadTables.read(disk, notes);
    }

    private FoundTable withGpt(FoundTable gpt, @Nullable FoundTable mbr, boolean protective) {
        boolean overwritten = !optical() && !whole.isEmpty() && solid(whole.getFirst());
        if (overwritten) {
            notes.doubt("a GPT and a file system on the whole disk (%s) are both there"
                    .formatted(whole.getFirst().type()));
        }
        if (mbr == null || mbr.entries().isEmpty()) {
            if (!protective) {
                notes.warn("the GPT has no protective MBR");
            }
            return gpt;
        }
        if (!covered(mbr, gpt) && !optical()) {
            notes.doubt("the boot record and the GPT name different partitions");
        }
        boolean mbrWins = (!protective || gpt.partitionCount() == 0) && mbr.partitionCount() >= gpt.partitionCount();
        return mbrWins ? real(mbr) : gpt;
    }

    private FoundTable real(FoundTable mbr) {
        notes.addAll(mbrNotes);
        return mbr;
    }

    private static boolean covered(FoundTable mbr, FoundTable gpt) {
        return mbr.entries().stream()
                .allMatch(one -> gpt.entries().stream()
                        .anyMatch(other -> other.start() == one.start() && other.end() == one.end()));
    }

    private @Nullable FoundTable withMbr(FoundTable mbr) {
        Content outer = whole.isEmpty() ? null : whole.getFirst();
        if (outer == null || outer.nature() == Content.Nature.MIRROR || !solid(outer) && !optical()) {
            sayOverlap(mbr);
            return real(mbr);
        }
        if (optical()) {
            return real(mbr);
        }
        if (filled(mbr)) {
            notes.doubt("a %s on the whole disk and partitions with file systems in them are both there"
                    .formatted(outer.type()));
            return real(mbr);
        }
        return null;
    }

    // Entries of real tables do not overlap; on optical discs they do as a rule.
    private void sayOverlap(FoundTable mbr) {
        if (mbr.certainty() == Certainty.DOUBTFUL) {
            notes.doubt("entries of the dos table overlap");
        }
    }

    // Partitions that start behind the boot sector and hold something: boot code cannot make that up.
    private boolean filled(FoundTable mbr) {
        boolean filled = false;
        for (TableEntry entry : mbr.entries()) {
            if (entry.start() > 0 && entry.start() < disk.length()) {
                Region place = new Region(disk.image(), entry.start(), entry.size());
                filled |= Signatures.first(place, notes) != null;
            }
        }
        return filled;
    }

    private boolean optical() {
        return whole.stream().anyMatch(content -> content.nature() == Content.Nature.OPTICAL);
    }

    // A signature that takes the whole disk for itself, the boot sector included.
    private static boolean solid(Content content) {
        return switch (content.nature()) {
            case FILE_SYSTEM, VOLUME_GROUP, OPAQUE, SWAP -> true;
            case OPTICAL, MIRROR, CONTAINER -> false;
        };
    }

    private static long count(@Nullable FoundTable table) {
        return table == null ? 0 : table.partitionCount();
    }
}
