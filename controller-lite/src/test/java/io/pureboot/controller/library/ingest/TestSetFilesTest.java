package io.pureboot.controller.library.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.controller.library.read.Readers;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.LibraryFiles.Inode;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Part;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.linux.table.TestImages;
import io.pureboot.testing.Prerequisites;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of every image of the test set, against what others recorded of them. */
class TestSetFilesTest {
    private static final Set<String> EXFAT_TABLES = Set.of("$ALLOC_BITMAP", "$UPCASE_TABLE");
    /** Of these the plain names were recorded; their Rock Ridge ones are longer. */
    private static final Set<String> SHORT_NAMES =
            Set.of("images/dt-iso9660-rockridge.img.zst", "images/deb-grub-rescue-floppy.img.zst");

    @TempDir
    Path directory = Path.of("");

    static Stream<String> images() throws IOException {
        Set<String> containers = new TreeSet<>();
        for (Map<String, String> row : TestImages.table("manifest.tsv")) {
            if ("container".equals(row.get("category"))) {
                containers.add(String.valueOf(row.get("file")));
            }
        }
        return TestImages.table("files.tsv").stream()
                .map(row -> String.valueOf(row.get("file")))
                .distinct()
                .filter(file -> !containers.contains(file));
    }

    @DisplayName("NB1 NR4 NR7 NN3 every file that others recorded is listed, with its content")
    @ParameterizedTest(name = "{0}")
    @MethodSource("images")
    void asRecorded(String file) throws IOException {
        Prerequisites.requireRoot();
        Path image = directory.resolve("disk.img");
        TestImages.unpack(file, image);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        LibraryFolder folder = new LibraryFolder(directory.resolve("library"));
        String hash = Ingest.run(
                        folder,
                        image,
                        new Ingest.Options(true, false, null, null),
                        new Readers(new ProcessCommandRunner()),
                        Clock.systemUTC(),
                        new PrintStream(printed, true, StandardCharsets.UTF_8))
                .hash();
        Map<String, String> found = found(folder, hash);
        Set<String> missing = new TreeSet<>();
        List<Map<String, String>> rows = TestImages.table("files.tsv").stream()
                .filter(row -> file.equals(row.get("file")))
                .filter(row -> !"fs-metadata".equals(row.get("note")))
                .filter(row -> !EXFAT_TABLES.contains(row.get("path")))
                .filter(row -> !file.contains("dt-freebsd-disk")
                        || cell(row, "partition").equals("5"))
                .toList();
        if (SHORT_NAMES.contains(file)) {
            assertEquals(contents(rows), contents(found), printed::toString);
            return;
        }
        for (Map<String, String> row : rows) {
            // The one slice with files is numbered after the partitions there; here it is a volume of its partition.
            String part = file.contains("dt-freebsd-disk") ? "1/a" : cell(row, "partition");
            String expected = part + " " + cell(row, "path");
            String there = found.remove(expected);
            if (!same(row, there)) {
                missing.add(expected + " " + row + " was " + there);
            }
        }
        assertEquals(Set.of(), missing, () -> "listed: " + found + "\n" + printed);
        // Resource forks, which none of the recorders looked for, are tests' subject elsewhere.
        found.keySet().removeIf(name -> name.matches("\\S+ (\\.journal(_info_block)?|.*:RSRC)?"));
        assertEquals(Set.of(), found.keySet(), "listed, but not recorded by others");
    }

    private static List<String> contents(List<Map<String, String>> rows) {
        return rows.stream()
                .map(row -> (cell(row, "kind") + " " + cell(row, "md5")).strip())
                .sorted()
                .toList();
    }

    private static List<String> contents(Map<String, String> found) {
        return found.entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith(" "))
                .map(Map.Entry::getValue)
                .map(value -> value.charAt(0) + value.substring(value.lastIndexOf(' ')))
                .map(String::strip)
                .sorted()
                .toList();
    }

    private static boolean same(Map<String, String> row, @org.jspecify.annotations.Nullable String there) {
        if (there == null) {
            return false;
        }
        String kind = cell(row, "kind");
        String md5 = cell(row, "md5");
        // Devices and links, of which the records tell what opening them gives.
        if (kind.contains("/")) {
            return !there.startsWith("d");
        }
        return there.startsWith(kind) && (!kind.equals("f") || md5.isEmpty() || there.endsWith(md5));
    }

    private static Map<String, String> found(LibraryFolder folder, String hash) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Database database = Database.openLibrary(folder.database())) {
            LibraryStore store = new LibraryStore(database);
            for (Part part : store.parts(hash)) {
                String start = "/mnt/ntt/" + hash + part.prefix();
                for (Inode inode : store.files().inodes(hash, part.part())) {
                    for (byte[] name : store.files().names(hash, part.part(), inode.inode())) {
                        String path = new String(name, StandardCharsets.UTF_8).substring(start.length());
                        found.put(
                                part.part() + " " + (path.isEmpty() ? "" : path.substring(1)),
                                inode.kind() + " " + inode.size() + " " + inode.error() + " "
                                        + (inode.blob() == null ? "" : md5(folder, inode.blob())));
                    }
                }
            }
        }
        return found;
    }

    private static String md5(LibraryFolder folder, String blob) throws IOException {
        try {
            byte[] content = Files.readAllBytes(new ContentStore(folder.contents()).pathOf(blob));
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }
}
