package io.pureboot.controller.library.ingest;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.table.ImageLayout;
import io.pureboot.linux.table.TableEntry;
import io.pureboot.linux.table.TableKind;
import io.pureboot.linux.table.Volume;
import io.pureboot.linux.table.content.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What in an image files may be on, in order of the partitions' numbers: partitions, volumes in them, a whole disk. */
final class Sources {
    private static final Set<String> NO_FILES =
            Set.of("21686148-6449-6e6f-744e-656564454649", "e3c9e316-0b5c-4db8-817d-f92df00215ae", "apple_free");

    private static final Set<String> ENCRYPTED = Set.of("crypto_LUKS", "BitLocker");

    private final ImageLayout layout;
    private final List<Source> found = new ArrayList<>();

    private Sources(ImageLayout layout) {
        this.layout = layout;
    }

    static List<Source> of(ImageLayout layout) {
        Sources sources = new Sources(layout);
        if (layout.table() == TableKind.NONE || layout.hybrid()) {
            sources.addWhole();
        }
        layout.partitions().forEach(sources::addPartition);
        return sources.found;
    }

    private void addWhole() {
        Content whole = layout.wholeDisk();
        List<Volume> inside = volumesOf(0);
        if (inside.isEmpty() || isFileSystem(whole)) {
            add("0", 0, layout.size(), List.of(new Extent(0, layout.size())), null, whole, true);
        }
        inside.forEach(volume -> addVolume("0", volume));
    }

    private void addPartition(TableEntry entry) {
        String part = String.valueOf(entry.number());
        List<Volume> inside = volumesOf(entry.number());
        boolean discItself = layout.hybrid() && entry.start() == 0;
        if (discItself) {
            found.add(new Source(
                    part,
                    entry.start(),
                    entry.size(),
                    List.of(),
                    entry.typeName(),
                    entry.content(),
                    "the disc itself, listed as 0",
                    true));
        } else if (inside.isEmpty() || isFileSystem(entry.content()) && !beginsLike(entry, inside)) {
            boolean expected = !NO_FILES.contains(entry.typeId().toLowerCase(java.util.Locale.ROOT));
            add(
                    part,
                    entry.start(),
                    entry.size(),
                    List.of(new Extent(entry.start(), entry.size())),
                    entry.typeName(),
                    entry.content(),
                    expected);
        } else {
            found.add(new Source(
                    part,
                    entry.start(),
                    entry.size(),
                    List.of(),
                    entry.typeName(),
                    entry.content(),
                    "its volumes are listed apart",
                    true));
        }
        inside.forEach(volume -> addVolume(part, volume));
    }

    // A nested slice that begins with the partition holds the file system that seems to be the partition's.
    private static boolean beginsLike(TableEntry entry, List<Volume> inside) {
        return inside.stream()
                .anyMatch(volume -> !volume.extents().isEmpty()
                        && volume.extents().getFirst().start() == entry.start());
    }

    private void addVolume(String part, Volume volume) {
        long start =
                volume.extents().isEmpty() ? -1 : volume.extents().getFirst().start();
        String why = why(volume.extents(), volume.content(), false);
        found.add(new Source(
                part + "/" + volume.name(),
                start,
                volume.size(),
                volume.extents(),
                volume.kind(),
                volume.content(),
                isSwap(volume.content()) ? "swap space" : why,
                isSwap(volume.content())));
    }

    private List<Volume> volumesOf(int partition) {
        return layout.volumes().stream()
                .filter(volume -> volume.partition() == partition)
                .toList();
    }

    private void add(
            String part,
            long start,
            long size,
            List<Extent> extents,
            @Nullable String typeName,
            @Nullable Content content,
            boolean filesExpected) {
        boolean empty = isSwap(content) || !filesExpected && content == null;
        String why = isSwap(content) ? "swap space" : empty ? "no files by its type" : why(extents, content, true);
        found.add(new Source(part, start, size, extents, typeName, content, why, empty));
    }

    // What is in a volume may not have been looked for: that is done when it is read.
    private @Nullable String why(List<Extent> extents, @Nullable Content content, boolean lookedInto) {
        if (extents.isEmpty()) {
            return "its bytes do not lie in this image alone";
        }
        long end = extents.stream().mapToLong(Extent::end).max().orElse(0);
        if (end > layout.size()) {
            return "truncated: it ends at %d, the image at %d".formatted(end, layout.size());
        }
        if (content == null && lookedInto) {
            return "no file system is recognised in it";
        }
        return content == null || isFileSystem(content) ? null : notLookedInto(content);
    }

    private static String notLookedInto(Content content) {
        String type = content.type();
        String why = ENCRYPTED.contains(type)
                ? "it is encrypted, open it with its key and ingest an image of what is inside"
                : switch (content.nature()) {
                    case CONTAINER -> "it is a file that holds a disk image, convert it to a raw one and ingest that";
                    case VOLUME_GROUP -> "none of its volumes lies in this image alone";
                    default -> "it is a part of something larger than this image, or of a kind that nothing here reads";
                };
        return "%s cannot be looked into: %s".formatted(type, why);
    }

    private static boolean isSwap(@Nullable Content content) {
        return content != null && content.nature() == Content.Nature.SWAP;
    }

    private static boolean isFileSystem(@Nullable Content content) {
        return content != null
                && (content.nature() == Content.Nature.FILE_SYSTEM || content.nature() == Content.Nature.OPTICAL);
    }
}
