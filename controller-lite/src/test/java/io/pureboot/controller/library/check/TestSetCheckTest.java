package io.pureboot.controller.library.check;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import io.pureboot.controller.library.Tool;
import io.pureboot.linux.table.TestImages;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every image of the test set through the whole check, against the answers recorded with it. */
class TestSetCheckTest {
    /** Heads of disks are as large as the disk only where holes cost nothing. */
    private static final long LARGE = 2L << 30;

    /** Of these nobody can tell what is in them: members of arrays, encrypted, or nothing at all. */
    private static final Set<String> OPAQUE = Set.of(
            "images/ul-fs-luks1.img.zst",
            "images/ul-fs-mdraid.img.zst",
            "images/ul-fs-bcache-B.img.zst",
            "images/ul-fs-zfs.img.zst",
            "images/ul-fs-ddf-raid.img.zst",
            "images/dt-template.img.zst");

    @TempDir
    static Path shared = Path.of("");

    @TempDir
    Path directory = Path.of("");

    @BeforeAll
    static void unpack() throws IOException {
        for (Map<String, String> row : rows()) {
            Path image = image(row);
            TestImages.unpack(cell(row, "file"), image);
            if (cell(row, "category").equals("table-head")) {
                try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
                    TestImages.setLength(file, Long.parseLong(cell(row, "virtual_bytes")));
                }
            }
        }
    }

    @Test
    @DisplayName(
            "NG1 NG2 NG3 NA5 NA6 NA7 NC3 every image of the test set, an archive each: count and action as recorded")
    void alone() throws IOException {
        CheckFixture fixture = new CheckFixture(directory);
        for (Map<String, String> row : rows()) {
            String hash = cell(row, "md5_raw");
            List<String> options = Files.size(image(row)) > LARGE ? List.of("-S") : List.of();
            Path folder = Files.createDirectories(directory.resolve("one"));
            Files.move(image(row), folder.resolve(hash + ".img"));
            Files.writeString(folder.resolve(hash + ".map"), "# ddrescue map\n");
            Tool.pack(folder, fixture.archives.resolve(hash + ".tar.zst"), options, List.of());
            Files.move(folder.resolve(hash + ".img"), image(row));
            Files.delete(folder.resolve(hash + ".map"));
        }
        fixture.minSize = 0;
        fixture.run();
        for (Map<String, String> row : rows()) {
            String hash = cell(row, "md5_raw");
            List<Map<String, Object>> events = fixture.events("partition_check").stream()
                    .filter(event -> hash.equals(event.get("hash")))
                    .toList();
            assertEquals(1, events.size(), cell(row, "file"));
            check(fixture, row, events.getFirst());
        }
        assertEquals(rows().size(), fixture.events("archive_complete").size());
    }

    @DisplayName("NG1 NG2 NG3 NC1 the test set in one archive, in folders: sparse formats, long window, several frames")
    @ParameterizedTest
    @ValueSource(strings = {"sparse-gnu", "sparse-pax", "long31", "frames"})
    void together(String mode) throws IOException {
        boolean sparse = mode.startsWith("sparse");
        CheckFixture fixture = new CheckFixture(directory);
        fixture.minSize = 0;
        List<Map<String, String>> packed = new ArrayList<>();
        Path content = Files.createDirectories(directory.resolve("content"));
        for (Map<String, String> row : rows()) {
            if (sparse || Files.size(image(row)) < 200 << 20) {
                Path folder = Files.createDirectories(content.resolve(cell(row, "category")));
                Files.createLink(folder.resolve(cell(row, "md5_raw") + ".img"), image(row));
                packed.add(row);
            }
        }
        Path archive = fixture.archives.resolve(mode + ".tar.zst");
        Tool.pack(content, archive, tarOptions(mode), mode.equals("long31") ? List.of("--long=31") : List.of());
        if (mode.equals("frames")) {
            intoFrames(archive);
        }
        fixture.run();
        assertEquals(
                packed.size(),
                fixture.events("warning").stream()
                        .filter(event -> event.containsKey("count"))
                        .findFirst()
                        .orElseThrow()
                        .get("count"));
        Map<Object, Map<String, Object>> byName = fixture.events("partition_check").stream()
                .collect(Collectors.toMap(event -> Objects.requireNonNull(event.get("img")), event -> event));
        assertEquals(packed.size(), byName.size());
        for (Map<String, String> row : packed) {
            String name = cell(row, "category") + "/" + cell(row, "md5_raw") + ".img";
            check(fixture, row, Objects.requireNonNull(byName.get(name), name));
        }
    }

    private static List<String> tarOptions(String mode) {
        return switch (mode) {
            case "sparse-gnu" -> List.of("--format=gnu", "-S", "--hard-dereference");
            case "sparse-pax" -> List.of("--format=posix", "-S", "--hard-dereference");
            default -> List.of("--hard-dereference");
        };
    }

    // Frames of odd lengths, and a skippable one behind each.
    private static void intoFrames(Path archive) throws IOException {
        Path framed = archive.resolveSibling("framed");
        try (var in = new ZstdInputStream(Files.newInputStream(archive));
                OutputStream out = Files.newOutputStream(framed)) {
            for (byte[] part = in.readNBytes(7_777_777); part.length > 0; part = in.readNBytes(7_777_777)) {
                out.write(Zstd.compress(part));
                out.write(new byte[] {0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3});
            }
        }
        Files.move(framed, archive, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void check(CheckFixture fixture, Map<String, String> row, Map<String, Object> event)
            throws IOException {
        String file = cell(row, "file");
        String category = cell(row, "category");
        boolean kept = "KEPT".equals(event.get("action"));
        Set<String> errors = new HashSet<>();
        for (Map<String, Object> error : fixture.events("error")) {
            errors.add(error.get("hash") + " " + error.get("img"));
        }
        boolean unsure = errors.contains(event.get("hash") + " " + event.get("img"));
        boolean container = category.equals("container") || category.equals("table-tail");
        // What a boot sector alone points to is not there.
        boolean lone = category.equals("mbr-sector");
        int count = container ? 0 : Integer.parseInt(cell(row, "expected_partition_count"));
        assertAll(
                file,
                () -> assertTrue(container || Objects.equals(count, event.get("partitions")), event::toString),
                () -> assertTrue(kept || count < 2 && !category.equals("iso-hybrid") && !container, event::toString),
                () -> assertTrue(lone || (container || OPAQUE.contains(file)) == unsure, event::toString));
        Path staged = fixture.staging
                .resolve("tmp")
                .resolve(String.valueOf(event.get("hash")))
                .resolve(String.valueOf(event.get("img")));
        assertEquals(kept, Files.exists(staged), file);
        if (kept) {
            assertEquals(staged.toString(), event.get("path"));
            assertEquals(Files.size(image(row)), Files.size(staged), file);
            // The large ones are holes all but a few bytes.
            if (Files.size(staged) < LARGE) {
                assertEquals(-1, Files.mismatch(image(row), staged), file);
            }
        }
    }

    private static Path image(Map<String, String> row) {
        return shared.resolve(cell(row, "md5_raw"));
    }

    private static List<Map<String, String>> rows() throws IOException {
        return TestImages.table("manifest.tsv");
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }
}
