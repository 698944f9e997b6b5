package io.pureboot.controller.library.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import io.pureboot.controller.library.ingest.Ingest;
import io.pureboot.controller.library.ingest.LibraryFolder;
import io.pureboot.controller.library.read.Readers;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One image, packed in every way old archives are, through check and ingest. */
class PackingModesTest {
    private static final String HASH = "0123456789abcdef0123456789abcdef";
    /** Times, and places that differ as the runs' folders do. */
    private static final Set<String> OF_THE_RUN = Set.of(
            "added_at",
            "archived_at",
            "image_path",
            "archive_path",
            "archive_bytes",
            "diagnostics_json",
            "last_checked");

    private static final Map<String, List<List<String>>> MODES = Map.of(
            "plain", List.of(List.of(), List.of("-3")),
            "sparse-gnu", List.of(List.of("--format=gnu", "-S"), List.of("-3")),
            "sparse-pax", List.of(List.of("--format=posix", "-S"), List.of("-3")),
            "long31", List.of(List.of(), List.of("--long=31")));

    @TempDir
    Path directory = Path.of("");

    private Path disk() throws IOException {
        Path root = directory.resolve("tree");
        Path tree = Files.createDirectories(root.resolve("folder"));
        Files.writeString(tree.resolve("text"), "the same however it is packed\n");
        TestDisk.noise(tree.resolve("noise"), 3 << 20, 300_000);
        Files.createLink(tree.resolve("hard"), tree.resolve("text"));
        Path ext = TestDisk.blank(directory.resolve("ext"), 16 << 20);
        Tool.run(directory, "mkfs.ext4", "-q", "-d", root.toString(), ext.toString());
        Tool.run(directory, "debugfs", "-w", "-R", "ea_set folder/text user.note \"kept\"", ext.toString());
        Path fat = TestDisk.blank(directory.resolve("fat"), 8 << 20);
        Tool.run(directory, "mkfs.vfat", fat.toString());
        Tool.run(directory, "mcopy", "-i", fat.toString(), "-s", tree.toString(), "::");
        Path image = directory.resolve("image");
        TestDisk.dos(image, 32 << 20, "start=2048, size=32768, type=83\nstart=34816, size=16384, type=c\n");
        Tool.run(directory, "dd", "if=" + ext, "of=" + image, "bs=1M", "seek=1", "conv=notrunc,sparse", "status=none");
        Tool.run(directory, "dd", "if=" + fat, "of=" + image, "bs=1M", "seek=17", "conv=notrunc,sparse", "status=none");
        return image;
    }

    @Test
    @DisplayName("NG1 NG2 NB4 NN3 what the library records of an image is the same however its archive was packed")
    void everyMode() throws IOException, SQLException {
        Path disk = disk();
        List<String> first = List.of();
        byte[] firstList = new byte[0];
        for (String mode : new TreeSet<>(MODES.keySet())) {
            Path root = Files.createDirectories(directory.resolve(mode));
            CheckFixture fixture = new CheckFixture(root);
            List<List<String>> options = MODES.getOrDefault(mode, List.of());
            fixture.archive(HASH, options.getFirst(), options.getLast(), folder -> {
                Tool.run(folder, "cp", "--sparse=always", disk.toString(), HASH + ".img");
                Files.writeString(folder.resolve(HASH + ".map"), "# ddrescue map\n");
            });
            assertEquals(0, fixture.run(), fixture::printedErrors);
            Path kept = fixture.staging.resolve("tmp").resolve(HASH).resolve(HASH + ".img");
            assertEquals(-1, Files.mismatch(disk, kept), mode);
            LibraryFolder library = new LibraryFolder(root.resolve("library"));
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            Ingest.Outcome outcome = Ingest.run(
                    library,
                    kept,
                    new Ingest.Options(true, true, null, null),
                    new Readers(new ProcessCommandRunner()),
                    Clock.systemUTC(),
                    new PrintStream(said, true, StandardCharsets.UTF_8));
            assertTrue(outcome.complete(), said::toString);
            List<String> rows = rows(library.database());
            byte[] list = Files.readAllBytes(library.raw().resolve(HASH + ".raw"));
            if (first.isEmpty()) {
                first = rows;
                firstList = list;
                assertTrue(rows.stream().filter(row -> row.startsWith("path ")).count() >= 10, rows::toString);
                assertTrue(rows.stream().anyMatch(row -> row.startsWith("xattr ")), rows::toString);
            }
            assertEquals(String.join("\n", first), String.join("\n", rows), mode);
            assertEquals(HexFormat.of().formatHex(firstList), HexFormat.of().formatHex(list), mode);
        }
    }

    private static List<String> rows(Path database) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names =
                    statement.executeQuery("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet row = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
                    while (row.next()) {
                        rows.add(table + " " + columns(row));
                    }
                }
            }
        }
        rows.sort(null);
        return rows;
    }

    private static String columns(ResultSet row) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            String name = row.getMetaData().getColumnName(i);
            Object value = row.getObject(i);
            if (!OF_THE_RUN.contains(name)) {
                String shown = value instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.ISO_8859_1)
                        : String.valueOf(value);
                text.append(name).append('=').append(shown).append(' ');
            }
        }
        return text.toString();
    }
}
