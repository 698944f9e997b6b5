package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.ImageBytes;
import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import io.pureboot.linux.table.bytes.SubImage;
import io.pureboot.linux.table.content.Content;
import io.pureboot.linux.table.content.MdMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One half of a mirror, read as the disk it is a copy of, where its superblock lies before the data. */
final class MirrorContents {
    private MirrorContents() {}

    static List<Volume> of(Region region, Content member, int depth, Notes notes) {
        String version = Objects.requireNonNullElse(member.version(), "");
        Long offset = notes.attempt("the RAID superblock", () -> MdMember.dataOffset(region, version));
        if (offset == null || offset == 0) {
            return List.of();
        }
        if (depth > 0
                || offset < 0
                || offset >= region.length()
                || region.start() + offset >= region.image().size()) {
            notes.doubt("the data of the mirror at %d cannot be looked into".formatted(region.start()));
            return List.of();
        }
        ImageBytes inside = new SubImage(region.image(), region.start() + offset, region.length() - offset);
        ImageLayout layout = TableRecognizer.recognize(inside, depth + 1);
        layout.doubts().forEach(doubt -> notes.doubt("in the mirror: " + doubt));
        if (!layout.complete()) {
            notes.stillToCome();
        }
        List<Volume> volumes = new ArrayList<>();
        for (TableEntry entry : layout.partitions()) {
            volumes.add(Volume.at(
                            "md", String.valueOf(entry.number()), region.start() + offset + entry.start(), entry.size())
                    .with(entry.content()));
        }
        layout.volumes().forEach(volumes::add);
        return volumes;
    }
}
