package io.pureboot.controller.library.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names, folders and neighbours that a check was not made for: one of them must not cost another archive or file. */
class CheckHostileTest {
    @TempDir
    Path directory = Path.of("");

    private CheckFixture fixture = new CheckFixture(Path.of(System.getProperty("java.io.tmpdir")));

    CheckHostileTest() throws IOException {}

    @BeforeEach
    void makeFixture() throws IOException {
        fixture = new CheckFixture(directory);
    }

    private static void two(Path folder) throws IOException {
        TestDisk.gpt(folder.resolve("x.img"), 2);
    }

    @Test
    @DisplayName("ND4 NS5 an archive without a name of its own is an error; nothing beside its folder is cleared away")
    void nameless() throws IOException {
        Path good = fixture.archive("good", CheckHostileTest::two);
        for (String name : List.of("", ".", "..")) {
            Files.copy(good, fixture.archives.resolve(name + ".tar.zst"));
        }
        Path other = Files.createDirectories(fixture.staging.resolve("tmp/other"));
        Files.writeString(other.resolve("notes"), "precious");
        Files.writeString(fixture.staging.resolve("list.csv"), "precious");
        assertEquals(1, fixture.run());
        assertEquals(List.of("good", "good/x.img", "other", "other/notes"), fixture.staged());
        assertTrue(Files.exists(fixture.staging.resolve("list.csv")));
        assertEquals(3, fixture.events("error").size());
        assertTrue(fixture.reason("error").contains("has no name"), fixture.reason("error"));
        assertEquals(1, fixture.events("script_start").getFirst().get("total_archives"));
    }

    @Test
    @DisplayName("NA2 NA7 images whose names no file can have are kept under others, with a warning; the run goes on")
    void namesNoFileHas() throws IOException {
        String length251 = "x".repeat(251);
        fixture.archive("a", folder -> TestDisk.gpt(folder.resolve(length251 + ".img"), 2));
        String deep = "d".repeat(200).concat("/").repeat(30) + "x.img";
        fixture.archive(
                "b", List.of("--transform=flags=r;s,^\\./x\\.img$," + deep + ","), List.of(), folder -> two(folder));
        fixture.archive(
                "c",
                List.of(
                        "--transform=flags=r;s,^\\./1$,a.img,;s,^\\./2$,a.img/x.img,;s,^\\./3$,b.img/x.img,;s,^\\./4$,b.img,"),
                List.of(),
                folder -> {
                    for (String name : List.of("1", "2", "3", "4")) {
                        TestDisk.gpt(folder.resolve(name), 2);
                    }
                });
        fixture.archive("d", CheckHostileTest::two);
        assertEquals(0, fixture.run(), () -> fixture.printed());
        List<String> images = fixture.staged().stream().filter(this::isFile).toList();
        assertEquals(
                List.of(
                        "a/" + "x".repeat(226) + ".img",
                        "b/x.img",
                        "c/a.img",
                        "c/b.img/x.img",
                        "c/b~2.img",
                        "c/x.img",
                        "d/x.img"),
                images);
        for (String image : images) {
            assertTrue(Files.size(fixture.staging.resolve("tmp").resolve(image)) > 1 << 20, image);
        }
        List<Map<String, Object>> warnings = fixture.events("warning").stream()
                .filter(event -> event.containsKey("img"))
                .toList();
        assertEquals(4, warnings.size());
        assertTrue(String.valueOf(warnings.getFirst().get("reason")).contains(length251));
    }

    private boolean isFile(String name) {
        return Files.isRegularFile(fixture.staging.resolve("tmp").resolve(name));
    }

    @Test
    @DisplayName("ND4 what is mounted in an archive's folder is not cleared away: the run stops")
    void mounted() throws IOException {
        Prerequisites.requireRoot();
        fixture.archive("a", CheckHostileTest::two);
        Path mounted = Files.createDirectories(fixture.staging.resolve("tmp/a/p1"));
        Tool.run(directory, "mount", "-t", "tmpfs", "-o", "size=1M", "tmpfs", mounted.toString());
        try {
            Files.writeString(mounted.resolve("notes"), "precious");
            assertEquals(1, fixture.run());
            assertEquals("precious", Files.readString(mounted.resolve("notes")));
            assertTrue(fixture.reason("error").contains("is mounted"), fixture.reason("error"));
        } finally {
            Tool.run(directory, "umount", mounted.toString());
        }
        assertEquals(0, fixture.run());
    }

    @Test
    @DisplayName("NG2 NX2 an archive that changes while it is read is an error, and nothing of it is kept")
    void changes() throws IOException {
        Path archive = fixture.archive("a", CheckHostileTest::two);
        fixture.archive("b", CheckHostileTest::two);
        DiskSpace plenty = fixture.space;
        long[] seconds = {1_700_000_000};
        fixture.space = folder -> {
            Files.setLastModifiedTime(archive, FileTime.from(Instant.ofEpochSecond(seconds[0]++)));
            return plenty.of(folder);
        };
        assertEquals(1, fixture.run());
        assertTrue(fixture.reason("error").contains("changed while it was read"), fixture.reason("error"));
        assertEquals(List.of("b", "b/x.img"), fixture.staged());
    }

    @Test
    @DisplayName("NX2 NE11 an image that is larger than a file can be there costs only its own archive")
    void largerThanAFile() throws IOException {
        Prerequisites.requireRoot();
        Prerequisites.requireLoop();
        Path ext = TestDisk.ext4(directory.resolve("ext"), 64 << 20);
        Path large = Files.createDirectories(directory.resolve("work/a"));
        Files.createDirectories(fixture.staging);
        Tool.run(directory, "mount", "-t", "tmpfs", "tmpfs", large.toString());
        try {
            fixture.archive("a", List.of("-S", "--format=posix"), List.of(), folder -> {
                TestDisk.dos(folder.resolve("x.img"), 30L << 40, "start=2048, size=4096\nstart=8192, size=4096\n");
            });
        } finally {
            Tool.run(directory, "umount", large.toString());
        }
        fixture.archive("b", CheckHostileTest::two);
        Tool.run(directory, "mount", "-o", "loop", ext.toString(), fixture.staging.toString());
        try {
            assertEquals(1, fixture.run());
            assertEquals(List.of("b", "b/x.img"), fixture.staged(), fixture::printed);
            assertTrue(
                    fixture.reason("error").contains("32985348833280 bytes cannot be kept"), fixture.reason("error"));
            assertEquals(1, fixture.events("script_complete").size());
        } finally {
            Tool.run(directory, "umount", fixture.staging.toString());
        }
    }

    @Test
    @DisplayName("NS2 NS5 where tmp is a link to another disk, images are kept there and unfinished ones removed")
    void linkedFolder() throws IOException {
        fixture.archive("a", CheckHostileTest::two);
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.createDirectories(fixture.staging);
        Files.createSymbolicLink(fixture.staging.resolve("tmp"), elsewhere);
        Path other = Files.createDirectories(elsewhere.resolve("other"));
        Files.writeString(other.resolve(".y.img.partial"), "half");
        Files.writeString(other.resolve("notes"), "precious");
        assertEquals(0, fixture.run(), fixture::printed);
        assertTrue(Files.exists(elsewhere.resolve("a/x.img")));
        assertFalse(Files.exists(other.resolve(".y.img.partial")));
        assertTrue(Files.exists(other.resolve("notes")));
    }

    @Test
    @DisplayName("NX2 NE11 a link to an archive that is not there is an error; other things of that name are none")
    void noFiles() throws IOException {
        fixture.archive("a", CheckHostileTest::two);
        Files.createSymbolicLink(fixture.archives.resolve("b.tar.zst"), directory.resolve("gone"));
        Files.createDirectories(fixture.archives.resolve("c.tar.zst"));
        assertEquals(1, fixture.run());
        assertEquals("b", fixture.events("error").getFirst().get("hash"));
        assertEquals(1, fixture.events("error").size());
        assertEquals(1, fixture.events("script_complete").getFirst().get("archives_checked"));
    }

    @Test
    @DisplayName("NG2 NO1 archives whose names differ only in bytes that are no UTF-8 have folders of their own")
    void namesThatAreNoText() throws IOException {
        for (String name : List.of("one", "two")) {
            fixture.archive(name, CheckHostileTest::two);
        }
        Tool.run(
                fixture.archives,
                "bash",
                "-c",
                "mv one.tar.zst $'bad\\xfe+.tar.zst'; mv two.tar.zst $'bad\\xff.tar.zst'");
        assertEquals(0, fixture.run(), fixture::printed);
        assertEquals(List.of("bad%FE+", "bad%FE+/x.img", "bad%FF", "bad%FF/x.img"), fixture.staged());
        assertEquals(-1, Files.mismatch(fixture.source("one", "x.img"), fixture.staging.resolve("tmp/bad%FE+/x.img")));
        assertEquals(-1, Files.mismatch(fixture.source("two", "x.img"), fixture.staging.resolve("tmp/bad%FF/x.img")));
        assertEquals(
                Set.of("bad%FE+", "bad%FF"),
                fixture.events("archive_complete").stream()
                        .map(event -> event.get("hash"))
                        .collect(Collectors.toSet()));
        fixture.archive("bad%FF", CheckHostileTest::two);
        assertEquals(1, fixture.run());
        assertTrue(fixture.reason("error").contains("another archive is called so"), fixture.reason("error"));
    }

    @Test
    @DisplayName("NG2 NO1 NX2 two archives whose names have the same hash, none of them plainly: neither is read")
    void sameHash() throws IOException {
        for (String name : List.of("one", "two", "zero")) {
            fixture.archive(name, CheckHostileTest::two);
        }
        Tool.run(
                fixture.archives,
                "bash",
                "-c",
                "mv one.tar.zst $'a%FF\\xfe.tar.zst'; mv two.tar.zst $'a\\xff%FE.tar.zst'");
        assertEquals(1, fixture.run(), fixture::printed);
        assertEquals(List.of("zero", "zero/x.img"), fixture.staged());
        assertEquals("a%FF%FE", fixture.events("error").getFirst().get("hash"));
        assertTrue(fixture.reason("error").contains("rename"), fixture.reason("error"));
        assertEquals(1, fixture.events("error").size());
    }

    @Test
    @DisplayName("NO1 NX2 an archive whose name is too long for a folder of that name costs none of the others")
    void longName() throws IOException {
        for (String name : List.of("one", "zero")) {
            fixture.archive(name, CheckHostileTest::two);
        }
        Tool.run(fixture.archives, "bash", "-c", "mv one.tar.zst \"$(printf '\\xff%.0s' {1..90})\".tar.zst");
        assertEquals(1, fixture.run(), fixture::printed);
        assertEquals(List.of("zero", "zero/x.img"), fixture.staged());
        assertEquals("%FF".repeat(90), fixture.events("error").getFirst().get("hash"));
        assertTrue(fixture.reason("error").contains("too long: rename it"), fixture.reason("error"));
        assertEquals(1, fixture.events("script_complete").getFirst().get("archives_checked"));
    }

    @Test
    @DisplayName("NX2 NE11 NO3 what cannot be used is named with the reason, in the log and in the summary")
    void reasons() throws IOException {
        Files.delete(fixture.archives);
        assertEquals(1, fixture.run());
        assertEquals(
                "the archives cannot be listed: there is no %s".formatted(fixture.archives), fixture.reason("error"));
        assertTrue(fixture.printed().contains("there is no " + fixture.archives), fixture.printed());
        Files.writeString(fixture.archives, "a file");
        Files.delete(fixture.log);
        assertEquals(1, fixture.run());
        assertTrue(fixture.reason("error").endsWith(fixture.archives + " is no folder"), fixture.reason("error"));
    }

    @Test
    @DisplayName("NO3 control characters of an archive's names reach the log and the summary as escapes only")
    void terminal() throws IOException {
        fixture.archive("a", folder -> TestDisk.gpt(folder.resolve("\u001b[31mred\n\u202e.img"), 2));
        assertEquals(0, fixture.run());
        for (String text : List.of(fixture.printed(), Files.readString(fixture.log))) {
            assertFalse(text.contains("\u001b") || text.contains("red\n"), text);
        }
        assertFalse(fixture.printed().contains("\u202e"), fixture.printed());
        assertTrue(fixture.printed().contains("\\u001b[31mred\\u000a\\u202e.img"), fixture.printed());
        assertEquals(
                "\u001b[31mred\n\u202e.img",
                fixture.events("img_found").getFirst().get("img"));
    }

    @Test
    @DisplayName("NA10 NS1 lines of two runs that write one log stand one behind the other")
    void twoWriters() throws IOException {
        fixture.archive("a", CheckHostileTest::two);
        Files.createDirectories(fixture.log.getParent());
        try (EventLog first = EventLog.appendTo(fixture.log, java.time.Clock.systemUTC())) {
            first.event("one", "n", 1);
            assertEquals(0, fixture.run());
            first.event("two", "n", 2);
        }
        List<String> stages = fixture.stages();
        assertEquals("one", stages.getFirst());
        assertEquals("two", stages.getLast());
        assertEquals(1, fixture.events("script_complete").size());
    }

    @Test
    @DisplayName("NX2 what is no zstd, cut or damaged is told apart")
    void damage() throws IOException {
        Path archive = fixture.archive("a", CheckHostileTest::two);
        byte[] whole = Files.readAllBytes(archive);
        Files.writeString(archive, "a text of some length");
        assertEquals(1, fixture.run());
        assertTrue(fixture.reason("error").contains("no zstd data"), fixture.reason("error"));
        Files.write(archive, java.util.Arrays.copyOf(whole, whole.length / 2));
        Files.delete(fixture.log);
        assertEquals(1, fixture.run());
        assertTrue(fixture.reason("error").contains("Truncated"), fixture.reason("error"));
        assertEquals(List.of(), fixture.staged());
    }
}
