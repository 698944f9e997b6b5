package io.pureboot.controller.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.check.CheckProcess;
import io.pureboot.controller.library.check.InstanceLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library's commands, as processes. */
class LibraryCommandTest {
    private static final String HASH = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path directory = Path.of("");

    private String said = "";

    private int images(String... arguments) throws Exception {
        Path output = directory.resolve("output");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--library", directory.resolve("library").toString()));
        Process process = CheckProcess.start(output, all.toArray(String[]::new));
        int code = process.waitFor();
        said = Files.readString(output);
        return code;
    }

    @Test
    @DisplayName("ND6 NI1 the check's help tells how to watch the space, and where it works without arguments")
    void help() throws Exception {
        Path output = directory.resolve("output");
        assertEquals(0, CheckProcess.start(output, "check", "--help").waitFor());
        String help = Files.readString(output);
        for (String text : List.of(
                "watch -n 5 df -h /data/staging",
                "/data/cold/img-read",
                "/data/staging",
                "/var/log/ntt/multipart-check.jsonl",
                "1073741824")) {
            assertTrue(help.contains(text), help);
        }
    }

    private Path staged() throws IOException {
        return Files.createDirectories(directory.resolve("staging/tmp").resolve(HASH))
                .resolve(HASH + ".img");
    }

    private Path archive() {
        return directory.resolve("library/archives").resolve(HASH + ".tar.zst");
    }

    @Test
    @DisplayName("NB4 NN2 NN3 NN4 NN5 NR8 from waiting to cleaned: list, ingest, show, verify, clean")
    void wholeWay() throws Exception {
        Path image = TestDisk.ext4(staged(), 8 << 20);
        String staging = directory.resolve("staging").toString();
        assertEquals(0, images("list", "--staging", staging), said);
        assertTrue(said.contains("waiting   8.0 MiB  " + image), said);
        assertEquals(0, images("ingest", image.toString(), "--message", "from the attic"), said);
        assertEquals(0, images("list", "--staging", staging), said);
        assertTrue(said.startsWith("archived") && !said.contains("waiting"), said);
        assertEquals(0, images("show", HASH.substring(0, 6)), said);
        assertEquals(1, images("show", "ffff", HASH), said);
        assertTrue(said.contains("no medium begins with ffff") && said.contains("read by debugfs"), said);
        assertEquals(0, images("show", HASH.substring(0, 6)), said);
        assertTrue(said.contains("read by debugfs") && said.contains("from the attic"), said);
        assertEquals(0, images("verify"), said);
        assertEquals(0, images("clean", "--dry-run"), said);
        assertTrue(Files.exists(image));
        assertEquals(0, images("clean"), said);
        assertTrue(said.startsWith("removed"), said);
        assertFalse(Files.exists(image.getParent()));
        assertTrue(Files.exists(archive()));
        assertEquals(0, images("clean", HASH), said);
        assertTrue(said.contains(HASH + " has no loose image"), said);
        assertEquals(0, images("verify", HASH), said);
        assertEquals(0, images("list", "--staging", staging), said);
        assertTrue(said.startsWith("cleaned"), said);
    }

    @Test
    @DisplayName("NN2 list shows every image the check keeps, whatever it is called")
    void oddNames() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("staging/tmp/a"));
        Files.writeString(folder.resolve("UPPER.IMG"), "x");
        Files.writeString(folder.resolve("new\nline.img"), "x");
        Files.writeString(folder.resolve("x.map"), "x");
        assertEquals(0, images("list", "--staging", directory.resolve("staging").toString()), said);
        assertEquals(2, said.lines().count(), said);
        assertTrue(said.contains("UPPER.IMG") && said.contains("new\\u000aline.img"), said);
    }

    @Test
    @DisplayName("NX2 sizes and limits below 0 are refused")
    void negative() throws Exception {
        Path output = directory.resolve("output");
        assertEquals(
                2,
                CheckProcess.start(output, "check", "--dry-run", "--limit=-1").waitFor());
        assertEquals(
                2,
                CheckProcess.start(output, "check", "--dry-run", "--min-size=-1")
                        .waitFor());
    }

    @Test
    @DisplayName(
            "NN4 NR8 X15 an image stays while a partition is unread or its archive is damaged; archives always stay")
    void stays() throws Exception {
        Path image = TestDisk.gpt(staged(), 2);
        assertEquals(1, images("ingest", image.toString()), said);
        assertTrue(said.contains("unread     no file system is recognised"), said);
        assertEquals(1, images("clean"), said);
        assertTrue(said.contains("stays") && said.contains("p1 is unread"), said);
        byte[] whole = Files.readAllBytes(archive());
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(archive(), damaged);
        assertEquals(1, images("clean", "--unread-too"), said);
        assertTrue(Files.exists(image) && said.contains("the archive cannot be read"), said);
        assertTrue(said.contains("move it elsewhere and ingest " + image + " again"), said);
        Files.write(archive(), whole);
        TestDisk.noise(image, 4 << 20, 10);
        assertEquals(1, images("clean", "--unread-too"), said);
        assertTrue(said.contains("is not what was archived"), said);
        TestDisk.blank(image, 0);
        Files.delete(image);
        assertEquals(1, images("clean", "--unread-too"), said);
        assertTrue(Files.exists(archive()));
    }

    @Test
    @DisplayName("NN3 verify finds a content that changed or is gone, and a list that is not what is recorded")
    void verify() throws Exception {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.writeString(tree.resolve("a"), "some content");
        Path image = TestDisk.blank(staged(), 8 << 20);
        Tool.run(directory, "mkfs.ext4", "-q", "-d", tree.toString(), image.toString());
        assertEquals(0, images("ingest", image.toString()), said);
        Path blob;
        try (Stream<Path> all = Files.walk(directory.resolve("library/by-hash"))) {
            blob = all.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        assertEquals("some content", Files.readString(blob));
        Files.writeString(blob, "some c0ntent");
        assertEquals(1, images("verify"), said);
        assertTrue(said.contains("content " + blob.getFileName() + " is changed: remove " + blob), said);
        Files.delete(blob);
        assertEquals(1, images("verify"), said);
        assertTrue(said.contains("content " + blob.getFileName() + " is missing: ingest the image again"), said);
        assertEquals(0, images("ingest", image.toString()), said);
        assertEquals(0, images("verify"), said);
        assertEquals("some content", Files.readString(blob));
        Path raw = directory.resolve("library/raw").resolve(HASH + ".raw");
        Files.writeString(raw, "f");
        assertEquals(1, images("verify"), said);
        assertTrue(said.contains("has 0 records, 3 names are recorded"), said);
    }

    @Test
    @DisplayName("NX2 NN1 a damaged database is one line and exit code 1; where nothing is, that is said")
    void damagedDatabase() throws Exception {
        assertEquals(0, images("list", "--staging", directory.resolve("none").toString()), said);
        assertTrue(said.contains("nothing is in the library"), said);
        Path image = TestDisk.ext4(staged(), 8 << 20);
        assertEquals(0, images("ingest", image.toString()), said);
        Path database = directory.resolve("library/library.db");
        TestDisk.noise(database, 4096, (int) Files.size(database) - 4096);
        for (String command : List.of("list", "verify", "clean")) {
            assertEquals(1, images(command), said);
            assertEquals(1, said.lines().count(), said);
            assertTrue(said.contains("database"), said);
        }
        assertTrue(Files.exists(image));
    }

    @Test
    @DisplayName(
            "NX2 NN1 a page of the database that an ingest would not even read is damaged: nothing more is put into it")
    void damagedPage() throws Exception {
        Path image = TestDisk.ext4(staged(), 8 << 20);
        assertEquals(0, images("ingest", image.toString()), said);
        Path database = directory.resolve("library/library.db");
        int pages = (int) (Files.size(database) / 4096);
        TestDisk.noise(database, (pages - 1) * 4096L, 4096);
        byte[] before = Files.readAllBytes(database);
        assertEquals(1, images("ingest", image.toString()), said);
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.contains("the database is damaged"), said);
        assertArrayEquals(before, Files.readAllBytes(database));
    }

    @Test
    @DisplayName("NS1 NN4 while an ingest runs nothing is cleaned away")
    void cleanWhileIngesting() throws Exception {
        Path image = TestDisk.ext4(staged(), 8 << 20);
        assertEquals(0, images("ingest", image.toString()), said);
        try (InstanceLock lock =
                InstanceLock.take(directory.resolve("library"), ".ingest.lock").orElseThrow()) {
            assertEquals(1, images("clean"), said);
            assertTrue(said.contains("an ingest or clean runs on"), said + lock);
            assertEquals(1, images("ingest", image.toString()), said);
            assertEquals(0, images("verify"), said);
        }
        assertTrue(Files.exists(image));
        assertEquals(0, images("clean"), said);
    }

    @Test
    @DisplayName("NR1 an image that is not there, or a library that is not, is one line and exit code 1")
    void missing() throws Exception {
        assertEquals(1, images("verify"), said);
        assertTrue(said.contains("there is no library"), said);
        assertEquals(1, images("ingest", directory.resolve("none.img").toString()), said);
        assertEquals(1, said.lines().count(), said);
        assertFalse(Files.exists(directory.resolve("library")), "a library was made for nothing");
        assertEquals(2, images("ingest"), said);
    }
}
