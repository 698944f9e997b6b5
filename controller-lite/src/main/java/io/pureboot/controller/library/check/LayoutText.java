package io.pureboot.controller.library.check;

import io.pureboot.linux.table.ImageLayout;
import io.pureboot.linux.table.TableEntry;
import io.pureboot.linux.table.Volume;
import io.pureboot.linux.table.content.Content;
import io.pureboot.protocol.ByteSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Layouts in words. */
final class LayoutText {
    private LayoutText() {}

    /** Why an image with fewer than two partitions is kept. */
    static String why(ImageLayout layout) {
        List<String> reasons = new ArrayList<>();
        if (layout.hybrid()) {
            reasons.add("being an optical disc that carries a partition table");
        }
        if (layout.volumes().size() > 1) {
            reasons.add("its %d volumes (%s)"
                    .formatted(
                            layout.volumes().size(),
                            String.join(
                                    ", ",
                                    layout.volumes().stream()
                                            .limit(8)
                                            .map(volume -> volume.kind() + " " + volume.name())
                                            .toList())));
        }
        return String.join(" and ", reasons);
    }

    /** One line a partition and volume. */
    static List<String> lines(ImageLayout layout) {
        List<String> lines = new ArrayList<>();
        lines.add("table %s, sectors of %d bytes, %s"
                .formatted(layout.table().label(), layout.sectorSize(), ByteSize.human(layout.size())));
        for (TableEntry entry : layout.partitions()) {
            lines.add("p%d  at %d  %s  %s  %s"
                    .formatted(
                            entry.number(),
                            entry.start(),
                            ByteSize.human(entry.size()),
                            entry.typeName(),
                            content(entry.content())));
        }
        for (Volume volume : layout.volumes()) {
            lines.add("    %s %s in p%d  %s"
                    .formatted(volume.kind(), volume.name(), volume.partition(), content(volume.content())));
        }
        return lines;
    }

    private static String content(@Nullable Content content) {
        if (content == null) {
            return "nothing recognised";
        }
        return content.label() == null ? content.type() : content.type() + " \"" + content.label() + "\"";
    }
}
