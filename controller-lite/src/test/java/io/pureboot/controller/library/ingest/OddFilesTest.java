package io.pureboot.controller.library.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import io.pureboot.controller.library.read.Readers;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.LibraryFiles;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Part;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of every kind, under every name a Linux file system allows, against what the kernel itself shows of them. */
class OddFilesTest {
    private static final String HASH = "0123456789abcdef0123456789abcdef";
    private static final String SEPARATOR = "\u001c";
    private static final Map<String, Integer> MEBIBYTES = Map.of("ext4", 32, "xfs", 320, "btrfs", 128);

    /** Made by a shell: Java has no name for a file whose bytes are no UTF-8. */
    private static final String FILES = """
            set -e
            mkdir -p dir $'d-\\xff' $'d\\nebugfs: ls -p <2>'
            for name in plain 'umlaut-äöü-日本' ' lead and trail ' 'star*?[a]' -dash @list 'quote"back\\slash|bar' \\
                $'new\\nline' $'latin-\\xe9' $'ctrl-\\x01\\x1b[31m\\x7f' 'arrow -> here' $'tab\\there' $'d-\\xff/inside' \\
                $'fs\\x1cep' "$(printf 'n%.0s' {1..255})"; do
                printf '%s' "content of $name" > "$name"
            done
            : > empty
            ln plain hard; ln plain dir/hard
            ln -s plain symbolic; ln -s /etc/passwd away; ln -s 'a -> b' 'sym -> arrow'; ln -s "$(printf 'x%.0s' {1..200})" long
            mkfifo fifo; mknod block b 8 1; mknod character c 1 3
            truncate -s 5000000 hole; printf 'end' >> hole; truncate -s 9000000 hole
            deep=deep
            for i in {1..60}; do deep=$deep/$i; done
            mkdir -p $deep; echo bottom > $deep/bottom
            touch -d 1969-12-31T23:00:00Z hole; touch -d 2100-01-01T00:00:00Z empty; touch -d 1960-01-01T00:00:00Z dir
            """;

    @TempDir
    Path directory = Path.of("");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private LibraryFolder folder = new LibraryFolder(Path.of(""));
    private Path mounted = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        Prerequisites.requireLoop();
        folder = new LibraryFolder(directory.resolve("library"));
        mounted = Files.createDirectories(directory.resolve("mounted"));
    }

    @DisplayName("NR4 NR5 NR7 odd names, links, devices, holes, deep folders, times before 1970 and after 2038: as the"
            + " kernel lists them")
    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs"})
    void asTheKernelListsThem(String type) throws IOException {
        Path image = directory.resolve(HASH + ".img");
        TestDisk.blank(image, (long) MEBIBYTES.getOrDefault(type, 0) << 20);
        Tool.run(directory, "mkfs." + type, "-q", image.toString());
        String expected = fill(image);
        boolean complete = ingest(image);
        assertEquals(records(expected), records(listed()), printed::toString);
        assertTrue(complete, printed::toString);
        assertEquals("content of latin-\u00e9", content("latin-\u00e9"));
        assertEquals("content of d-\u00ff/inside", content("d-\u00ff/inside"));
    }

    private String content(String path) throws IOException {
        byte[] wanted = ("/mnt/ntt/" + HASH + "/" + path).getBytes(StandardCharsets.ISO_8859_1);
        try (Database database = Database.openLibrary(folder.database())) {
            LibraryStore store = new LibraryStore(database);
            for (LibraryFiles.Inode inode : store.files().inodes(HASH, part().part())) {
                if (store.files().names(HASH, part().part(), inode.inode()).stream()
                        .anyMatch(name -> Arrays.equals(name, wanted))) {
                    return Files.readString(
                            new ContentStore(folder.contents()).pathOf(String.valueOf(inode.blob())),
                            StandardCharsets.ISO_8859_1);
                }
            }
        }
        return "";
    }

    private boolean ingest(Path image) throws IOException {
        return Ingest.run(
                        folder,
                        image,
                        new Ingest.Options(true, false, null, null),
                        new Readers(new ProcessCommandRunner()),
                        Clock.systemUTC(),
                        new PrintStream(printed, true, StandardCharsets.UTF_8))
                .complete();
    }

    private Part part() throws IOException {
        try (Database database = Database.openLibrary(folder.database())) {
            return new LibraryStore(database).parts(HASH).getFirst();
        }
    }

    @Test
    @DisplayName("NR4 NX2 a name that looks like the reader's own output: said, as others may be hidden by it")
    void pretending() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.writeString(tree.resolve("x\ndebugfs: ls -p <99>\n"), "hides");
        Path image = directory.resolve(HASH + ".img");
        TestDisk.blank(image, 8L << 20);
        Tool.run(directory, "mkfs.ext4", "-q", "-d", tree.toString(), image.toString());
        assertFalse(ingest(image));
        String reason = String.valueOf(part().reason());
        assertTrue(reason.contains("a name in it looks like what debugfs prints itself"), reason);
    }

    // As the records are, with the numbers of devices and inodes left out; what folders and devices hold differs.
    private String fill(Path image) throws IOException {
        Tool.run(directory, "mount", "-o", "loop", image.toString(), mounted.toString());
        try {
            Tool.feed(mounted, FILES, "bash");
            return Tool.run(mounted, "find", ".", "-printf", "%y\u001c%n\u001c%s\u001c%T@\u001c/%P\\0");
        } finally {
            Tool.run(directory, "umount", mounted.toString());
        }
    }

    private String listed() throws IOException {
        String raw = Files.readString(folder.raw().resolve(HASH + ".raw"), StandardCharsets.ISO_8859_1);
        List<String> records = new ArrayList<>();
        for (String record : raw.split("\0")) {
            String[] fields = record.split(SEPARATOR, 7);
            String path = fields[6].substring(("/mnt/ntt/" + HASH).length());
            records.add(String.join(
                    SEPARATOR, fields[0], fields[3], fields[4], fields[5] + ".0", path.isEmpty() ? "/" : path));
        }
        return String.join("\0", records);
    }

    private static TreeSet<String> records(String text) {
        TreeSet<String> records = new TreeSet<>();
        for (String record : text.split("\0")) {
            String[] fields = record.split(SEPARATOR, 5);
            boolean sized = fields[0].equals("f") || fields[0].equals("l");
            records.add(String.join(
                    "  ",
                    fields[0],
                    fields[0].equals("d") ? "" : fields[1],
                    sized ? fields[2] : "",
                    fields[3].replaceFirst("\\..*", ""),
                    fields[4]));
        }
        return records;
    }
}
