package io.pureboot.linux.table;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.table.bytes.FileBytes;
import io.pureboot.linux.table.bytes.StreamedBytes;
import io.pureboot.linux.table.content.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every image of the test set, against the answers recorded with it; from a file and from a stream. */
class ManifestTest {
    @TempDir
    Path directory = Path.of("");

    static Stream<Map<String, String>> rows() throws IOException {
        return TestImages.table("manifest.tsv").stream();
    }

    @DisplayName("NG1 NA5 tables, partitions and contents are as the test set records them")
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void asRecorded(Map<String, String> row) throws IOException {
        String file = cell(row, "file");
        Path image = directory.resolve("image");
        TestImages.unpack(file, image);
        place(image, row);
        try (FileBytes bytes = new FileBytes(image)) {
            ImageLayout layout = TableRecognizer.recognize(bytes);
            if (cell(row, "category").equals("container")) {
                assertEquals(Verdict.UNKNOWN, layout.verdict(), layout::toString);
                assertTrue(layout.complete());
            } else {
                check(row, layout);
            }
            ImageLayout streamed = streamed(image, layout.size());
            if (streamed.doubts().equals(layout.doubts())) {
                assertEquals(layout, streamed);
            }
            assertEquals(layout.partitionCount(), streamed.partitionCount());
            assertEquals(layout.verdict(), streamed.verdict());
        }
    }

    private static void check(Map<String, String> row, ImageLayout layout) throws IOException {
        int count = Integer.parseInt(cell(row, "expected_partition_count"));
        assertAll(
                layout.toString(),
                () -> assertEquals(cell(row, "expected_table"), layout.table().label()),
                () -> assertEquals(count, layout.partitionCount()),
                () -> assertTrue(List.of("", Objects.requireNonNullElse(layout.tableId(), ""))
                        .contains(cell(row, "table_id"))),
                () -> assertTrue(layout.complete()),
                () -> checkWhole(row, layout.wholeDisk()),
                () -> assertEquals(expectedEntries(cell(row, "file")), entries(layout)));
        boolean keep = count > 1 || cell(row, "category").equals("iso-hybrid");
        if (keep) {
            assertEquals(Verdict.MULTIPLE, layout.verdict(), layout::toString);
        } else if (layout.verdict() == Verdict.MULTIPLE) {
            assertTrue(layout.volumes().size() > 1, layout::toString);
        }
    }

    private static void checkWhole(Map<String, String> row, @Nullable Content whole) {
        String type = cell(row, "whole_fs");
        if (type.isEmpty()) {
            return;
        }
        assertEquals(type, whole == null ? null : whole.type());
        // BeFS keeps its identity in an attribute of its root folder, which is not read.
        if (!type.equals("befs") && !cell(row, "whole_uuid").isEmpty()) {
            assertEquals(cell(row, "whole_uuid"), encoded(whole == null ? null : whole.uuid()));
        }
        assertEquals(encoded(cell(row, "whole_label")), encoded(whole == null ? null : whole.label()));
    }

    // The records come from a tool that writes blanks and broken characters as underscores.
    private static String encoded(@Nullable String text) {
        return text == null ? "" : text.replaceAll("[\\s\ufffd]", "_");
    }

    // Nested slices follow the table's own entries in the records; here they are volumes.
    private static List<String> expectedEntries(String file) throws IOException {
        return TestImages.table("partitions.tsv").stream()
                .filter(row -> cell(row, "file").equals(file))
                .filter(row -> !cell(row, "agree").equals("libblkid")
                        || !cell(row, "type").startsWith("0x"))
                .filter(row -> !List.of("whole-disk-slice", "volume-header", "extended")
                        .contains(cell(row, "role")))
                .map(row -> "%s %s+%s %s %s %s"
                        .formatted(
                                cell(row, "number"),
                                cell(row, "start_sector"),
                                cell(row, "size_sectors"),
                                cell(row, "type"),
                                cell(row, "role"),
                                cell(row, "name")))
                .toList();
    }

    private static List<String> entries(ImageLayout layout) {
        return layout.entries().stream()
                .filter(entry -> entry.role() != EntryRole.WHOLE_DISK && entry.role() != EntryRole.EXTENDED)
                .map(entry -> "%d %d+%d %s %s %s"
                        .formatted(
                                entry.number(),
                                entry.start() / 512,
                                entry.size() / 512,
                                entry.typeId(),
                                entry.role().name().toLowerCase(java.util.Locale.ROOT),
                                entry.name() == null || layout.table() == TableKind.BSD ? "" : entry.name()))
                .toList();
    }

    // Heads and tails of disks are put where they were on a disk of the recorded size.
    private static void place(Path image, Map<String, String> row) throws IOException {
        long size = Long.parseLong(cell(row, "virtual_bytes"));
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (cell(row, "category").equals("table-tail")) {
                ByteBuffer tail = ByteBuffer.allocate((int) file.size());
                file.read(tail, 0);
                file.truncate(0);
                file.write(tail.flip(), size - tail.limit());
            } else if (cell(row, "category").equals("table-head")) {
                TestImages.setLength(file, size);
            }
        }
    }

    private static ImageLayout streamed(Path image, long size) throws IOException {
        StreamedBytes bytes = new StreamedBytes(size);
        ByteBuffer[] pieces = {ByteBuffer.allocate(1 << 20), ByteBuffer.allocate(1 << 20)};
        try (FileChannel file = FileChannel.open(image)) {
            for (int turn = 0; bytes.passed() < size; turn++) {
                boolean hole = size > 1L << 32 && bytes.passed() >= 1 << 20 && bytes.passed() < size - (2L << 20);
                ByteBuffer piece = pieces[turn % 2].clear();
                boolean met;
                if (hole) {
                    met = bytes.acceptHole(((size - bytes.passed()) / (1 << 20) - 1) << 20);
                } else {
                    while (piece.hasRemaining() && file.read(piece, bytes.passed() + piece.position()) > 0) {}
                    met = bytes.accept(piece.flip());
                }
                if (met) {
                    TableRecognizer.recognize(bytes);
                }
            }
        }
        return TableRecognizer.recognize(bytes);
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }
}
