package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import io.pureboot.linux.table.content.ApfsContainer;
import io.pureboot.linux.table.content.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What lies inside one partition, or a disk without a table, and is mounted on its own. */
final class NestedVolumes {
    /** Types whose inside has a table of its own that is not read. */
    private static final Map<String, String> UNREAD_TYPES = Map.of(
            "0x39", "Plan 9 slices",
            "0x42", "a Windows dynamic disk",
            "0x63", "UnixWare slices",
            "af9b60a0-1431-4f62-bc68-3311714a69ad", "a Windows dynamic disk",
            "e75caf8f-f680-4cee-afa3-b001e56efc2d", "a Windows storage space",
            "6a85cf4d-1dd2-11b2-99a6-080020736631", "Solaris slices");

    private final Region region;
    private final int depth;
    private final Notes notes;

    NestedVolumes(Region region, int depth, Notes notes) {
        this.region = region;
        this.depth = depth;
        this.notes = notes;
    }

    /** Volumes of the region with these contents; {@code typeId} is empty for a disk without a table. */
    List<Volume> of(List<Content> contents, String typeId) {
        List<Volume> volumes = new ArrayList<>(slices(contents, typeId));
        for (Content content : contents) {
            switch (content.nature()) {
                case VOLUME_GROUP -> volumes.addAll(LvmVolumes.of(region, notes));
                case OPAQUE -> notes.doubt("%s at %d cannot be looked into".formatted(content.type(), region.start()));
                case MIRROR -> volumes.addAll(MirrorContents.of(region, content, depth, notes));
                case OPTICAL -> volumes.addAll(DiscSessions.of(region, notes));
                case FILE_SYSTEM, SWAP, CONTAINER -> {}
            }
            if (content.type().equals("apfs")) {
                volumes.addAll(apfs());
            }
        }
        return volumes;
    }

    private List<Volume> slices(List<Content> contents, String typeId) {
        String unread = UNREAD_TYPES.get(typeId);
        if (unread != null) {
            notes.doubt("partition at %d holds %s, which are not read".formatted(region.start(), unread));
        }
        return switch (typeId) {
            case "0xa5", "0xa6", "0xa9", "516e7cb4-6ecf-11d6-8ff8-00022d09712b" -> {
                BsdLabel label = BsdLabel.read(region, notes);
                if (label == null
                        && contents.isEmpty()
                        && region.start() < region.image().size()) {
                    notes.doubt("partition at %d should hold a BSD label".formatted(region.start()));
                }
                yield label == null ? List.of() : label.asVolumes(region);
            }
            case "0x82", "0xbf" -> SolarisSlices.of(region, notes);
            case "0x81" -> MinixSlices.of(region, notes);
            default -> List.of();
        };
    }

    // Their names are deep in its trees; their number is in its superblock.
    private List<Volume> apfs() {
        Integer count = notes.attempt("the APFS volumes", () -> ApfsContainer.volumes(region));
        List<Volume> volumes = new ArrayList<>();
        for (int i = 1; count != null && i <= count; i++) {
            volumes.add(new Volume("apfs", "volume " + i, 0, -1, List.of(), null, null));
        }
        return volumes;
    }
}
