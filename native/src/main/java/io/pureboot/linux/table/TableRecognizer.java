package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.ImageBytes;
import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import io.pureboot.linux.table.content.Content;
import io.pureboot.linux.table.content.Signatures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what an image holds. A pure function of its bytes: of a stream it is asked again whenever more has come, and
 * its answer says whether it is {@link ImageLayout#complete() complete}.
 */
public final class TableRecognizer {
    private TableRecognizer() {}

    /** Never fails: what cannot be read or understood is a doubt of the answer. */
    public static ImageLayout recognize(ImageBytes image) {
        return recognize(image, 0);
    }

    static ImageLayout recognize(ImageBytes image, int depth) {
        Notes notes = new Notes();
        Region disk = Region.whole(image);
        List<Content> whole = Signatures.all(disk, notes);
        FoundTable table = new TableChoice(disk, whole, notes).choose();
        List<TableEntry> entries = new ArrayList<>();
        List<Volume> volumes = new ArrayList<>();
        if (table != null) {
            EntryContents contents = new EntryContents(disk, depth, notes);
            entries.addAll(contents.fill(table.entries()));
            volumes.addAll(contents.volumes());
        } else {
            volumes.addAll(new NestedVolumes(disk, depth, notes).of(whole, ""));
        }
        entries.sort(Comparator.comparingInt(TableEntry::number));
        Content outermost = whole.isEmpty() ? null : whole.getFirst();
        boolean optical = whole.stream().anyMatch(content -> content.nature() == Content.Nature.OPTICAL);
        if (optical && table != null) {
            volumes.addAll(DiscSessions.of(disk, notes));
        }
        boolean mirrorsOnly = whole.stream().allMatch(content -> content.nature() == Content.Nature.MIRROR);
        if (table == null && mirrorsOnly && volumes.isEmpty() && !notes.pending()) {
            notes.doubt("nothing is recognised in it");
        }
        return new ImageLayout(
                image.size(),
                table == null ? TableKind.NONE : table.kind(),
                certainty(table, notes),
                table == null ? 512 : table.sectorSize(),
                table == null ? null : table.id(),
                entries,
                volumes,
                outermost,
                optical && !entries.isEmpty(),
                notes.truncated(),
                !notes.pending(),
                notes.warnings(),
                notes.doubts());
    }

    private static Certainty certainty(@Nullable FoundTable table, Notes notes) {
        if (!notes.doubts().isEmpty()) {
            return Certainty.DOUBTFUL;
        }
        return table == null ? Certainty.LIKELY : table.certainty();
    }
}
