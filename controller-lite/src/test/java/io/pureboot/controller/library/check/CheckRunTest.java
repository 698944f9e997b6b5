package io.pureboot.controller.library.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check over archives made with the real tools. */
class CheckRunTest {
    private static final String ONE = "00000000000000000000000000000001";
    private static final String THREE = "00000000000000000000000000000003";

    @TempDir
    Path directory = Path.of("");

    private CheckFixture fixture = new CheckFixture(Path.of(System.getProperty("java.io.tmpdir")));

    CheckRunTest() throws IOException {}

    @BeforeEach
    void makeFixture() throws IOException {
        fixture = new CheckFixture(directory);
    }

    private void standardArchives() throws IOException {
        fixture.archive(THREE, folder -> {
            TestDisk.gpt(folder.resolve(THREE + ".img"), 3);
            TestDisk.noise(folder.resolve(THREE + ".img"), 5 << 20, 3 << 20);
            Files.writeString(folder.resolve(THREE + ".map"), "# map\n");
            Files.writeString(folder.resolve(THREE + "-ddrescue.log"), "ok\n");
        });
        fixture.archive(ONE, folder -> {
            TestDisk.gpt(folder.resolve(ONE + ".img"), 1);
            Files.writeString(folder.resolve(ONE + ".map"), "# map\n");
        });
    }

    @Test
    @DisplayName("NE1 NE2 NE3 NE4 NE5 NE6 NE7 NE8 NE9 NF5 NA10 NO2 NT3 the log: stages in order, keys exactly, UTC")
    void log() throws IOException {
        standardArchives();
        assertEquals(0, fixture.run());
        assertEquals(
                List.of(
                        "script_start",
                        "archive_start",
                        "extraction_start",
                        "img_found",
                        "partition_check",
                        "cleanup",
                        "archive_complete",
                        "archive_start",
                        "extraction_start",
                        "img_found",
                        "partition_check",
                        "cleanup",
                        "archive_complete",
                        "script_complete"),
                fixture.stages());
        Map<String, Set<String>> keys = Map.of(
                "script_start", Set.of("total_archives"),
                "archive_start", Set.of("hash", "size_gb", "rank"),
                "extraction_start", Set.of("hash", "dest"),
                "img_found", Set.of("hash", "img", "size_gb"),
                "cleanup", Set.of("hash", "removed_files", "kept_imgs"),
                "archive_complete", Set.of("hash", "multipart_imgs", "disk_free_pct"),
                "script_complete", Set.of("total_multipart", "archives_checked"));
        for (Map<String, Object> event : fixture.events()) {
            assertTrue(text(event, "ts").matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
            Set<String> expected = keys.get(event.get("stage"));
            if (expected != null) {
                Set<String> all = new java.util.HashSet<>(event.keySet());
                all.removeAll(Set.of("ts", "stage"));
                assertEquals(expected, all);
            }
        }
        Path kept = fixture.staging.resolve("tmp").resolve(THREE).resolve(THREE + ".img");
        assertEquals(2, fixture.events("script_start").getFirst().get("total_archives"));
        Map<String, Object> dropped = fixture.events("partition_check").getFirst();
        dropped.remove("ts");
        assertEquals(
                Map.of(
                        "stage",
                        "partition_check",
                        "hash",
                        ONE,
                        "img",
                        ONE + ".img",
                        "partitions",
                        1,
                        "action",
                        "deleted"),
                dropped);
        Map<String, Object> keptEvent = fixture.events("partition_check").getLast();
        keptEvent.remove("ts");
        assertEquals(
                Map.of(
                        "stage",
                        "partition_check",
                        "hash",
                        THREE,
                        "img",
                        THREE + ".img",
                        "partitions",
                        3,
                        "action",
                        "KEPT",
                        "path",
                        kept.toString()),
                keptEvent);
        assertEquals(1, fixture.events("cleanup").getFirst().get("removed_files"));
        assertEquals(2, fixture.events("cleanup").getLast().get("removed_files"));
        assertEquals(1, fixture.events("script_complete").getFirst().get("total_multipart"));
        assertEquals(2, fixture.events("script_complete").getFirst().get("archives_checked"));
        assertEquals(40, fixture.events("archive_complete").getFirst().get("disk_free_pct"));
    }

    @Test
    @DisplayName(
            "NG1 NG2 NG3 NA3 NA6 NA7 NA8 NA9 NQ1 NQ3 NQ4 NQ5 NO1 NS3 ND3 ND4 only the image with several partitions"
                    + " is there, byte for byte; archives are untouched")
    void keepsOnlySeveral() throws IOException {
        standardArchives();
        byte[] before = Files.readAllBytes(fixture.archives.resolve(THREE + ".tar.zst"));
        FileTime time = Files.getLastModifiedTime(fixture.archives.resolve(THREE + ".tar.zst"));
        fixture.run();
        assertEquals(List.of(THREE, THREE + "/" + THREE + ".img"), fixture.staged());
        assertEquals(-1, Files.mismatch(fixture.source(THREE, THREE + ".img"), kept(THREE)));
        assertArrayEquals(before, Files.readAllBytes(fixture.archives.resolve(THREE + ".tar.zst")));
        assertEquals(time, Files.getLastModifiedTime(fixture.archives.resolve(THREE + ".tar.zst")));
        assertTrue(Files.exists(fixture.archives.resolve(ONE + ".tar.zst")));
        try (Stream<Path> all = Files.walk(fixture.staging)) {
            assertEquals(
                    List.of(".multipart-check.lock", THREE + ".img"),
                    all.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .sorted()
                            .toList(),
                    "no database, nothing else");
        }
    }

    @Test
    @DisplayName("NK1 NK2 NK3 NK4 NL2 the four archives of folders are never opened")
    void skipped() throws IOException {
        for (String hash : List.of(
                "2ae4eb92379b9892ba93693e49f42e08",
                "1d7c9dc81a26c871ccafc71ab284b4aa",
                "983dbb7dfb2a6ea867e233653a64f9d6",
                "236d5e0d89eb0e5e78edadf040a7a934")) {
            Files.writeString(fixture.archives.resolve(hash + ".tar.zst"), "opening this would be an error");
        }
        assertEquals(0, fixture.run());
        assertEquals(List.of("script_start", "script_complete"), fixture.stages());
    }

    @Test
    @DisplayName("NL1 NL3 NQ2 archives larger than the limit, the smallest first, equals by name")
    void order() throws IOException {
        for (Map.Entry<String, Integer> file :
                Map.of("b", 300, "a", 300, "c", 200, "d", 100, "e", 101).entrySet()) {
            Files.write(fixture.archives.resolve(file.getKey() + ".tar.zst"), new byte[file.getValue()]);
        }
        Files.write(fixture.archives.resolve("f.tar"), new byte[500]);
        Files.createDirectories(fixture.archives.resolve("floppies.tar.zst"));
        fixture.minSize = 100;
        fixture.run();
        assertEquals(
                List.of("e", "c", "a", "b"),
                fixture.events("archive_start").stream()
                        .map(event -> event.get("hash"))
                        .toList());
        assertEquals(
                List.of(1, 2, 3, 4),
                fixture.events("archive_start").stream()
                        .map(event -> event.get("rank"))
                        .toList());
    }

    @Test
    @DisplayName("NA3 an image of exactly the limit is not looked into, one byte more is")
    void imageLimit() throws IOException {
        fixture.archive("limit", List.of(), List.of("-1"), folder -> {
            TestDisk.noise(folder.resolve("junk.bin"), 0, 400_000);
            TestDisk.blank(folder.resolve("at.img"), 200_000);
            TestDisk.blank(folder.resolve("over.img"), 200_001);
        });
        fixture.minSize = 200_000;
        fixture.run();
        assertEquals(
                List.of("over.img"),
                fixture.events("img_found").stream()
                        .map(event -> event.get("img"))
                        .toList());
    }

    @Test
    @DisplayName("NA1 NS2 ND1 ND2 NX2 below 20 % free the run stops with a line and exit code 1; exactly 20 % passes")
    void space() throws IOException {
        standardArchives();
        fixture.space = folder -> new DiskSpace.Figures(80L << 30, 20L << 30);
        assertEquals(0, fixture.run());
        Files.delete(fixture.log);
        fixture.space = folder -> new DiskSpace.Figures(801L << 30, 199L << 30);
        assertEquals(1, fixture.run());
        assertEquals(List.of("script_start", "archive_start", "error"), fixture.stages());
        assertTrue(fixture.reason("error").contains("disk space"));
    }

    @Test
    @DisplayName("NS2 space that runs out while a kept image is written stops the run; nothing partial stays")
    void spaceWhileWriting() throws IOException {
        standardArchives();
        fixture.space = folder ->
                new DiskSpace.Figures(60L << 30, folder.startsWith(fixture.staging.resolve("tmp")) ? 0 : 40L << 30);
        assertEquals(1, fixture.run());
        assertEquals(List.of(), fixture.staged());
        assertTrue(fixture.reason("error").contains("disk space"));
    }

    @Test
    @DisplayName("NC1 NE10 NA3 several images, in folders too: all are checked, with a warning")
    void several() throws IOException {
        fixture.archive("several", folder -> {
            Files.createDirectories(folder.resolve("a/b"));
            TestDisk.gpt(folder.resolve("a/b/two.img"), 2);
            TestDisk.gpt(folder.resolve("one.img"), 1);
            TestDisk.ext4(folder.resolve("whole.img"), 4 << 20);
        });
        assertEquals(0, fixture.run());
        assertEquals(List.of("several", "several/a", "several/a/b", "several/a/b/two.img"), fixture.staged());
        assertEquals(3, fixture.events("warning").getFirst().get("count"));
        assertEquals(
                List.of(2, 1, 0),
                fixture.events("partition_check").stream()
                        .map(event -> event.get("partitions"))
                        .toList());
    }

    @Test
    @DisplayName("NC2 NC3 NE11 an image nothing is known of is kept for a person to look at, and is an error")
    void unknown() throws IOException {
        fixture.archive("unknown", folder -> TestDisk.noise(folder.resolve("x.img"), 0, 3 << 20));
        assertEquals(1, fixture.run());
        assertEquals(List.of("unknown", "unknown/x.img"), fixture.staged());
        Map<String, Object> error = fixture.events("error").getFirst();
        assertEquals("x.img", error.get("img"));
        assertTrue(text(error, "reason").contains("nothing is recognised"));
        assertEquals(0, fixture.events("script_complete").getFirst().get("total_multipart"));
    }

    @Test
    @DisplayName("NX2 NE11 NS5 a broken archive is an error, leaves nothing behind and does not stop the next ones")
    void broken() throws IOException {
        standardArchives();
        Path archive = fixture.archives.resolve(ONE + ".tar.zst");
        byte[] bytes = Files.readAllBytes(archive);
        Path large = fixture.archives.resolve(THREE + ".tar.zst");
        byte[] whole = Files.readAllBytes(large);
        for (int cut : new int[] {0, 3, 10, bytes.length / 2, bytes.length - 1}) {
            Files.write(archive, java.util.Arrays.copyOf(bytes, cut));
            fixture.minSize = -1;
            Files.deleteIfExists(fixture.log);
            assertEquals(1, fixture.run());
            assertEquals(ONE, fixture.events("error").getFirst().get("hash"));
            assertEquals(List.of(THREE, THREE + "/" + THREE + ".img"), fixture.staged());
            assertEquals(1, fixture.events("script_complete").getFirst().get("archives_checked"));
        }
        Files.write(archive, bytes);
        for (int flipped = 20; flipped < whole.length; flipped += whole.length / 7) {
            byte[] damaged = whole.clone();
            damaged[flipped] ^= 0x10;
            Files.write(large, damaged);
            Files.delete(fixture.log);
            fixture.run();
            for (Map<String, Object> event : fixture.events("partition_check")) {
                assertTrue(ONE.equals(event.get("hash"))
                        || Files.mismatch(fixture.source(THREE, THREE + ".img"), kept(THREE)) == -1);
            }
        }
    }

    @Test
    @DisplayName("NS3 damage that only the archive's last checksum tells lets nothing of it through")
    void lateDamage() throws IOException {
        standardArchives();
        Path archive = fixture.archives.resolve(THREE + ".tar.zst");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length - 1] ^= 1;
        Files.write(archive, bytes);
        assertEquals(1, fixture.run());
        assertEquals(List.of(), fixture.staged());
        assertEquals(1, fixture.events("partition_check").size());
    }

    @Test
    @DisplayName("NT1 a dry run decides, prints its lines and writes nothing; the limit takes the smallest first")
    void dryRun() throws IOException {
        standardArchives();
        fixture.dryRun = true;
        assertEquals(0, fixture.run());
        assertFalse(Files.exists(fixture.staging));
        assertFalse(Files.exists(fixture.log));
        List<Map<String, Object>> events = CheckFixture.parse(fixture.printed());
        assertEquals("KEPT", events.get(events.size() - 4).get("action"));
        fixture.dryRun = false;
        fixture.limit = 1;
        assertEquals(0, fixture.run());
        assertEquals(1, fixture.events("archive_start").size());
        assertEquals(ONE, fixture.events("archive_start").getFirst().get("hash"));
    }

    @Test
    @DisplayName(
            "NO3 NT2 NT4 NN1 NN2 the summary names the kept images with their tables, and counts errors and warnings")
    void summary() throws IOException {
        standardArchives();
        fixture.run();
        String text = fixture.printed();
        assertTrue(text.contains("archives checked              2"), text);
        assertTrue(text.contains(kept(THREE).toString()), text);
        assertTrue(text.contains("table gpt"), text);
        assertTrue(text.contains("p3  at 9437184  4.0 MiB  Linux"), text);
        assertTrue(text.contains("errors                        0"), text);
    }

    @Test
    @DisplayName("NS1 ND5 a second check on the same staging folder is refused while one runs")
    void oneAtATime() throws IOException {
        standardArchives();
        try (InstanceLock lock =
                InstanceLock.take(fixture.staging, CheckRun.LOCK).orElseThrow()) {
            assertEquals(1, fixture.run());
            assertTrue(fixture.reason("error").contains("another check runs"));
        }
        assertEquals(0, fixture.run());
    }

    @Test
    @DisplayName("NP1 while archive-staging-dirs.sh runs the check does not start, unless told to")
    void stillArchiving() throws IOException {
        Path process = Files.createDirectories(fixture.processes().resolve("4711"));
        Files.writeString(process.resolve("cmdline"), "/bin/bash\0/data/staging/archive-staging-dirs.sh\0");
        assertEquals(1, fixture.run());
        assertTrue(fixture.reason("error").contains("process 4711"));
        fixture.anyway = true;
        assertEquals(0, fixture.run());
    }

    @Test
    @DisplayName("NP2 NP3 folders left in the staging folder are warned of")
    void leftInStaging() throws IOException {
        Files.createDirectories(fixture.staging.resolve("osxgather"));
        assertEquals(0, fixture.run());
        assertTrue(fixture.reason("warning").contains("osxgather"));
    }

    @Test
    @DisplayName("NX1 without archives the check is complete")
    void nothing() throws IOException {
        assertEquals(0, fixture.run());
        assertEquals(List.of("script_start", "script_complete"), fixture.stages());
    }

    @Test
    @DisplayName("NX2 a folder of archives that is not there is an error")
    void noFolder() throws IOException {
        Files.delete(fixture.archives);
        assertEquals(1, fixture.run());
        assertTrue(fixture.reason("error").contains("cannot be listed"));
    }

    @Test
    @DisplayName("NS5 a second run knows what the first kept, mends what differs, clears what is half")
    void again() throws IOException {
        standardArchives();
        fixture.run();
        FileTime first = Files.getLastModifiedTime(kept(THREE));
        assertEquals(0, fixture.run());
        assertEquals(first, Files.getLastModifiedTime(kept(THREE)));
        TestDisk.noise(kept(THREE), 8_000_000, 1);
        Files.writeString(kept(THREE).resolveSibling("." + THREE + ".img.partial"), "half");
        Files.writeString(kept(THREE).resolveSibling("x.map"), "left over");
        Path half = Files.createDirectories(fixture.staging.resolve("tmp").resolve(ONE));
        Files.writeString(half.resolve(ONE + ".img"), "half an image");
        assertEquals(0, fixture.run());
        assertEquals(List.of(THREE, THREE + "/" + THREE + ".img"), fixture.staged());
        assertEquals(-1, Files.mismatch(fixture.source(THREE, THREE + ".img"), kept(THREE)));
    }

    @Test
    @DisplayName("NA2 links in the staging folder lead nowhere")
    void links() throws IOException {
        standardArchives();
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.createDirectories(fixture.staging.resolve("tmp"));
        Files.createSymbolicLink(fixture.staging.resolve("tmp").resolve(THREE), elsewhere);
        assertEquals(1, fixture.run());
        try (var inside = Files.list(elsewhere)) {
            assertEquals(0, inside.count());
        }
    }

    @Test
    @DisplayName("NA2 names that lead out of the folder are refused, links and odd names are told apart")
    void hostile() throws IOException {
        fixture.archive(
                "hostile",
                List.of("-P", "--transform=flags=r;s,^\\./up\\.img$,../../up.img,;s,^\\./abs\\.img$,/abs.img,"),
                List.of(),
                folder -> {
                    TestDisk.gpt(folder.resolve("up.img"), 2);
                    TestDisk.gpt(folder.resolve("abs.img"), 2);
                    TestDisk.gpt(folder.resolve("new\nline.img"), 2);
                    Files.createSymbolicLink(folder.resolve("link.img"), Path.of("/etc/passwd"));
                });
        assertEquals(1, fixture.run());
        assertEquals(List.of("hostile", "hostile/abs.img", "hostile/new\nline.img"), fixture.staged());
        assertTrue(fixture.reason("error").contains("leads out"));
        assertTrue(fixture.reason("warning").contains("a link to"));
    }

    @Test
    @DisplayName("NG1 a second name of an image is a warning, one of a file that is not looked into an error")
    void hardLinks() throws IOException {
        fixture.archive("links", folder -> {
            TestDisk.gpt(folder.resolve("a.img"), 2);
            Files.createLink(folder.resolve("b.img"), folder.resolve("a.img"));
        });
        assertEquals(0, fixture.run());
        assertTrue(fixture.reason("warning").contains("a link to ./a.img"));
        fixture.archive("links2", folder -> {
            TestDisk.gpt(folder.resolve("a.dd"), 2);
            Files.createLink(folder.resolve("b.img"), folder.resolve("a.dd"));
        });
        assertEquals(1, fixture.run());
        assertTrue(fixture.reason("error").contains("a second name of ./a.dd"));
    }

    @Test
    @DisplayName("NG1 several frames, long windows, sparse members, archives one behind the other")
    void packed() throws IOException {
        Path plain = fixture.archive("plain", folder -> {
            TestDisk.gpt(folder.resolve("x.img"), 2);
            TestDisk.noise(folder.resolve("x.img"), 4 << 20, 1 << 20);
        });
        CheckFixture.Contents contents = folder -> Tool.run(
                folder,
                "cp",
                "--sparse=always",
                fixture.source("plain", "x.img").toString(),
                "x.img");
        fixture.archive("long", List.of(), List.of("--long=31"), contents);
        fixture.archive("gnu", List.of("--format=gnu", "-S"), List.of(), contents);
        fixture.archive("pax", List.of("--format=posix", "-S"), List.of(), contents);
        byte[] frame = Files.readAllBytes(plain);
        Path twice = fixture.archives.resolve("twice.tar.zst");
        Files.write(twice, frame);
        Files.write(twice, frame, java.nio.file.StandardOpenOption.APPEND);
        assertEquals(0, fixture.run());
        for (String hash : List.of("plain", "long", "gnu", "pax", "twice")) {
            assertEquals(-1, Files.mismatch(fixture.source("plain", "x.img"), kept(hash, "x.img")), hash);
        }
        assertEquals(-1, Files.mismatch(fixture.source("plain", "x.img"), kept("twice", "x~2.img")));
    }

    @Test
    @DisplayName("NQ5 NS5 a kept image whose map says it is not all of the medium is a warning; the map stays packed")
    void mapSays() throws IOException {
        String head = "# Mapfile. Created by GNU ddrescue version 1.27\n0x0 + 1\n";
        fixture.archive("a", folder -> {
            Path image = TestDisk.gpt(folder.resolve("a.img"), 2);
            long size = Files.size(image);
            Files.writeString(
                    folder.resolve("a.map"), head + "0 %d +%n%d 1048576 -%n".formatted(size - 1048576, size - 1048576));
            TestDisk.gpt(folder.resolve("b.img"), 2);
            Files.writeString(folder.resolve("b.map"), head + "0 %d +%n".formatted(size));
        });
        fixture.minSize = 0;
        assertEquals(0, fixture.run());
        assertEquals(List.of("a", "a/a.img", "a/b.img"), fixture.staged());
        List<String> reasons = fixture.events("warning").stream()
                .filter(event -> event.containsKey("img"))
                .map(event -> event.get("img") + ": " + event.get("reason"))
                .toList();
        assertEquals(
                List.of("a.img: its medium was incomplete: 91.66 % of it was rescued, 1048576 bytes were not"),
                reasons);
    }

    @Test
    @DisplayName("NG1 an image that only its end tells to keep is fetched by a second reading")
    void toldByItsEnd() throws IOException {
        // One primary partition with LVM that starts beyond what is held in memory, with two volumes in it.
        fixture.archive("late", folder -> {
            Path image = TestDisk.dos(folder.resolve("late.img"), 64 << 20, "start=81920, type=8e\n");
            TestDisk.noise(image, 1 << 20, 30 << 20);
            LvmImage.write(image, 81920L * 512, "home", "root");
        });
        assertEquals(0, fixture.run());
        assertEquals(-1, Files.mismatch(fixture.source("late", "late.img"), kept("late", "late.img")));
        assertTrue(fixture.reason("warning").contains("second time"));
        assertEquals("KEPT", fixture.events("partition_check").getFirst().get("action"));
        assertEquals(1, fixture.events("partition_check").getFirst().get("partitions"));
    }

    private static String text(Map<String, Object> event, String key) {
        return String.valueOf(event.get(key));
    }

    private Path kept(String hash) {
        return kept(hash, hash + ".img");
    }

    private Path kept(String hash, String name) {
        return fixture.staging.resolve("tmp").resolve(hash).resolve(name);
    }
}
