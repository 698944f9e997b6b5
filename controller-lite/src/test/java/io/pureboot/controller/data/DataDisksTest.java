package io.pureboot.controller.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.controller.testing.Client;
import io.pureboot.controller.testing.DataDiskScript;
import io.pureboot.controller.testing.TestController;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk for the data in memory, by the API, with the image's own script and loop devices as the machine's disks. */
class DataDisksTest {
    private static final long SIZE = 1100L << 20;

    @TempDir
    Path folder;

    private Path data;
    private DataDiskScript script;

    @BeforeEach
    void script() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        script = DataDiskScript.in(folder, data);
    }

    @Test
    @DisplayName("an empty disk is taken, and the controller that starts again has its data there")
    void moves() throws Exception {
        script.problem("No file system has the label.");
        try (LoopDevice disk = LoopDevice.create(folder.resolve("disk"), SIZE, 512);
                LoopDevice other = LoopDevice.create(folder.resolve("other"), SIZE, 512)) {
            run("mkfs.ext4", "-q", other.path().toString());
            String ca;
            try (TestController controller =
                    TestController.start(data, config -> config.inMemory(script.offering(disk, other)))) {
                ca = controller.caSha256();
                JsonNode place = controller.admin().get("/system/data").data();
                assertTrue(place.path("in_memory").asBoolean(), place.toString());
                assertEquals(
                        "No file system has the label.", place.path("warning").asText());
                assertEquals("idle", place.path("state").asText());

                JsonNode disks = controller.admin().get("/system/data/disks").data();
                assertEquals(2, disks.size());
                assertTrue(disks.path(0).path("usable").asBoolean(), disks.toString());
                assertEquals(SIZE, disks.path(0).path("size_bytes").asLong());
                assertEquals(disk.name(), disks.path(0).path("confirmation").asText());
                assertFalse(disks.path(1).path("usable").asBoolean(), disks.toString());
                assertTrue(disks.path(1).path("reason").asText().contains("ext4"), disks.toString());

                var answer = controller.admin().post("/system/data", wanted(disk, disk.name()));
                assertEquals(202, answer.status(), answer.response().body());
                assertEquals(
                        disk.path().toString(), answer.data().path("device").asText());
                script.awaitRestart();
                assertEquals("moving", state(controller));
                String audit = controller.admin().get("/audit").response().body();
                assertTrue(audit.contains("disk " + disk.path()), audit);
            }

            String partition = disk.partition(1).toString();
            var moved = script.run("move", partition);
            assertTrue(moved.ok(), moved.text());
            Path mount = Files.createDirectories(folder.resolve("mount"));
            run("mount", partition, mount.toString());
            try (TestController controller = TestController.start(mount)) {
                JsonNode place = controller.admin().get("/system/data").data();
                assertFalse(place.path("in_memory").asBoolean(), place.toString());
                assertEquals(ca, controller.caSha256());
                assertTrue(controller.admin().get("/audit").response().body().contains("/system/data"));
                controller
                        .admin()
                        .post("/system/data", wanted(disk, disk.name()))
                        .problem(409, "conflict");
                controller.admin().get("/system/data/disks").problem(409, "conflict");
            } finally {
                run("umount", mount.toString());
            }
        }
    }

    @Test
    @DisplayName("a disk that is not the one typed, no disk of this machine, or asked for by no admin is not taken")
    void refusals() throws Exception {
        try (LoopDevice disk = LoopDevice.create(folder.resolve("disk"), SIZE, 512);
                TestController controller =
                        TestController.start(data, config -> config.inMemory(script.offering(disk)))) {
            Client admin = controller.admin();
            admin.post("/system/data", wanted(disk, "something else"))
                    .problem(422, "validation")
                    .names("confirmation");
            admin.post("/system/data", Map.of("device", disk.path().toString()))
                    .problem(422, "validation")
                    .names("confirmation");
            for (String device : Set.of("/dev/none", "none; reboot", "..", disk.path() + "p1")) {
                admin.post("/system/data", Map.of("device", device, "confirmation", disk.name()))
                        .problem(422, "validation")
                        .names("device");
            }
            admin.post("/users", Map.of("username", "looker", "password", "a long password", "role", "viewer"))
                    .data();
            Client viewer = controller.anonymous().withToken(controller.login("looker", "a long password"));
            assertTrue(viewer.get("/system/data").data().path("in_memory").asBoolean());
            viewer.get("/system/data/disks").problem(403, "forbidden");
            viewer.post("/system/data", wanted(disk, disk.name())).problem(403, "forbidden");
            controller
                    .anonymous()
                    .post("/system/data", wanted(disk, disk.name()))
                    .problem(401, "not-authenticated");
            assertEquals("idle", state(controller));
            assertTrue(script.run("check", disk.path().toString()).ok());
        }
    }

    @Test
    @DisplayName("never two at once; a disk that got something meanwhile is not touched, and the reason is shown")
    void oneAtATime() throws Exception {
        script.held();
        try (LoopDevice disk = LoopDevice.create(folder.resolve("disk"), SIZE, 512);
                LoopDevice other = LoopDevice.create(folder.resolve("other"), SIZE, 512);
                TestController controller =
                        TestController.start(data, config -> config.inMemory(script.offering(disk, other)))) {
            Client admin = controller.admin();
            assertEquals(
                    202, admin.post("/system/data", wanted(disk, disk.name())).status());
            assertEquals("making", state(controller));
            admin.post("/system/data", wanted(other, other.name())).problem(409, "conflict");
            admin.post("/system/data", wanted(disk, disk.name())).problem(409, "conflict");
            admin.get("/system/data/disks").problem(409, "conflict");

            run("mkfs.ext4", "-q", disk.path().toString());
            script.letGo();
            JsonNode place = awaitEnd(controller);
            assertEquals("failed", place.path("state").asText(), place.toString());
            assertTrue(place.path("problem").asText().contains("ext4"), place.toString());
            assertTrue(place.path("in_memory").asBoolean());
            run("e2fsck", "-f", "-n", disk.path().toString());
            assertFalse(script.restart.isDone());
            assertEquals(2, admin.get("/system/data/disks").data().size());
        }
    }

    @Test
    @DisplayName("what is not surely empty is neither found usable nor written to")
    void notEmpty() throws Exception {
        try (LoopDevice disk = LoopDevice.create(folder.resolve("disk"), SIZE, 512)) {
            String device = disk.path().toString();
            refused(disk, "ext4", () -> run("mkfs.ext4", "-q", device));
            refused(disk, "gpt", () -> run("sgdisk", "-n", "1:0:0", device));
            refused(
                    disk,
                    "LVM2_member",
                    () -> run("pvcreate", "-ff", "-y", "--config", "devices/use_devicesfile=0", device));
            refused(disk, "linux_raid_member", () -> write(disk, SIZE - (8 << 10), md()));
            refused(disk, "signatures", () -> run("mkswap", device));
            refused(disk, "data", () -> write(disk, 400 << 20, filled(40 << 20)));
            refused(disk, "data", () -> write(disk, 0, filled(1)));
            refused(disk, "data", () -> write(disk, SIZE - 1, filled(1)));
            refused(disk, "data", () -> write(disk, 128L << 20, filled(512)));
            refused(disk, "partitions", () -> {
                run("sgdisk", "-n", "1:0:0", device);
                disk.showPartitions();
            });
            run("partx", "-d", device);
            assertTrue(script.run("check", disk.partition(1).toString()).text().contains("no disk of this machine"));
        }
    }

    @Test
    @DisplayName("what is mounted, read-only, too small or no whole disk is refused")
    void notFree() throws Exception {
        try (LoopDevice disk = LoopDevice.create(folder.resolve("disk"), SIZE, 512)) {
            run("mkfs.ext4", "-q", disk.path().toString());
            Path mount = Files.createDirectories(folder.resolve("mount"));
            // Writable it would go on making the file system in the background.
            run("mount", "-o", "ro", disk.path().toString(), mount.toString());
            try {
                assertRefused(disk.path(), "mounted at " + mount);
            } finally {
                run("umount", mount.toString());
            }
        }
        Path file = folder.resolve("read-only");
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(SIZE);
        }
        try (LoopDevice disk = LoopDevice.attachReadOnly(file)) {
            assertRefused(disk.path(), "read-only");
        }
        try (LoopDevice disk = LoopDevice.create(folder.resolve("small"), (1 << 30) - 512, 512)) {
            assertRefused(disk.path(), "too small");
        }
        assertRefused(file, "no disk");
        assertRefused(Path.of("/dev/null"), "no disk");
        assertRefused(Path.of("/dev/none"), "no disk");
    }

    @Test
    @DisplayName("a disk of 4096-byte sectors is taken too; a second data partition is never made")
    void largeSectors() throws Exception {
        try (LoopDevice disk = LoopDevice.create(folder.resolve("disk"), SIZE, 4096);
                LoopDevice other = LoopDevice.create(folder.resolve("other"), SIZE, 512)) {
            var made = script.run("make", disk.path().toString());
            assertTrue(made.ok(), made.text());
            assertEquals(disk.partition(1).toString(), made.text().strip());
            assertEquals(
                    script.label(),
                    output("sgdisk", "-i", "1", disk.path().toString())
                            .replaceAll("(?s).*Partition name: '([^']*)'.*", "$1"));
            assertRefusedToMake(other.path(), "There is a file system " + script.label() + " already");
        }
    }

    @Test
    @DisplayName("a disk whose making the power cut off is offered again, and made")
    void powerCut() throws Exception {
        try (LoopDevice disk = LoopDevice.create(folder.resolve("disk"), SIZE, 512)) {
            String device = disk.path().toString();
            for (String tool : List.of(
                    "sfdisk",
                    "sfdisk --quiet --wipe",
                    "mke2fs",
                    "e2fsck",
                    "e2label",
                    "wipefs",
                    "sfdisk --quiet --wipe",
                    "mke2fs")) {
                script.powerFailsBefore(tool);
                assertFalse(script.run("make", device).ok());
                script.powerIsBack();
                var checked = script.run("check", device);
                assertTrue(checked.ok(), tool + ": " + checked.text());
            }
            assertTrue(name(disk).endsWith("-new"), name(disk));
            // In the middle of the file system, before there is a superblock.
            write(disk, 1 << 20, new byte[1 << 20]);
            write(disk, 200 << 20, filled(1 << 20));
            var made = script.run("make", device);
            assertTrue(made.ok(), made.text());
            assertEquals(script.label(), name(disk));
            run("e2fsck", "-f", "-n", disk.partition(1).toString());
            assertEquals(
                    script.label(),
                    output(
                                    "blkid",
                                    "-p",
                                    "-o",
                                    "value",
                                    "-s",
                                    "LABEL",
                                    disk.partition(1).toString())
                            .strip());
        }
    }

    @Test
    @DisplayName("a table that the power cut in the middle of its writing is offered again, in whichever order it came")
    void tornTable() throws Exception {
        try (LoopDevice disk = LoopDevice.create(folder.resolve("disk"), SIZE, 512)) {
            String device = disk.path().toString();
            int[][] lost = {
                {0, 4096}, {0, 512}, {512, 1024}, {1024, 4096}, {512, 4096},
            };
            long end = SIZE - 33 * 512;
            for (int[] piece : lost) {
                for (long[] tail : new long[][] {{end, 0}, {end, 512}, {SIZE - 512, 512}, {end, 33 * 512}}) {
                    run("blkdiscard", "-f", device);
                    run("sgdisk", "-n", "1:2048:0", "-t", "1:8300", "-c", "1:" + script.label() + "-new", device);
                    write(disk, piece[0], new byte[piece[1] - piece[0]]);
                    write(disk, tail[0], new byte[(int) tail[1]]);
                    var checked = script.run("check", device);
                    assertTrue(checked.ok(), piece[0] + " " + piece[1] + " " + tail[1] + ": " + checked.text());
                }
            }
            refused(disk, "gpt", () -> {
                run("sgdisk", "-n", "1:2048:0", "-t", "1:8300", "-c", "1:mine", device);
                write(disk, 0, new byte[4096]);
            });
            refused(disk, "gpt", () -> {
                run("sgdisk", "-n", "1:2048:4095", "-n", "2:4096:0", "-c", "2:" + script.label() + "-new", device);
                write(disk, 0, new byte[4096]);
            });
            run("sgdisk", "-n", "1:2048:0", "-t", "1:8300", "-c", "1:" + script.label() + "-new", device);
            write(disk, 0, new byte[4096]);
            var made = script.run("make", device);
            assertTrue(made.ok(), made.text());
            assertEquals(script.label(), name(disk));
        }
    }

    @Test
    @DisplayName("a disk whose making failed is offered again, and made")
    void failed() throws Exception {
        try (LoopDevice disk = LoopDevice.create(folder.resolve("disk"), SIZE, 512)) {
            String device = disk.path().toString();
            for (String tool : List.of("sfdisk --quiet --wipe", "mke2fs", "e2fsck", "sfdisk --quiet --no-reread")) {
                script.fails(tool);
                var failed = script.run("make", device);
                script.powerIsBack();
                assertEquals(1, failed.exitCode(), tool + ": " + failed.text());
                var checked = script.run("check", device);
                assertTrue(checked.ok(), tool + ": " + checked.text());
            }
            var made = script.run("make", device);
            assertTrue(made.ok(), made.text());
        }
    }

    @Test
    @DisplayName("a table of the controller's with anything of others in it, or beside it, is refused and left alone")
    void notHalfMade() throws Exception {
        try (LoopDevice disk = LoopDevice.create(folder.resolve("disk"), SIZE, 512)) {
            String device = disk.path().toString();
            String unfinished = script.label() + "-new";
            Filling table = () -> run("sgdisk", "-n", "1:2048:0", "-t", "1:8300", "-c", "1:" + script.label(), device);
            Filling begun = () -> run("sgdisk", "-n", "1:2048:0", "-t", "1:8300", "-c", "1:" + unfinished, device);
            table.fill();
            assertTrue(script.run("check", device).ok(), "the table of an earlier version, and zeros");
            run("blkdiscard", "-f", device);
            refused(disk, "gpt", () -> {
                table.fill();
                write(disk, 400L << 20, filled(40 << 20));
            });
            refused(disk, "gpt", () -> {
                table.fill();
                write(disk, 20 << 10, filled(512));
            });
            refused(disk, "gpt", () -> {
                table.fill();
                run("mkfs.ext4", "-q", "-F", "-E", "offset=" + (1 << 20), device, "1000M");
            });
            refused(disk, "gpt", () -> {
                begun.fill();
                run("mkfs.ext4", "-q", "-F", "-L", "mine", "-E", "offset=" + (1 << 20), device, "1000M");
            });
            refused(disk, "gpt", () -> {
                begun.fill();
                disk.showPartitions();
                run("mkfs.xfs", "-q", "-f", disk.partition(1).toString());
                run("partx", "-d", device);
            });
            refused(disk, "gpt", () -> {
                begun.fill();
                run("mkfs.ext4", "-q", "-F", "-E", "offset=" + (1 << 20), device, "1000M");
                Path mount = Files.createDirectories(folder.resolve("mount"));
                run("mount", "-o", "loop,offset=" + (1 << 20), device, mount.toString());
                run("umount", mount.toString());
            });
            refused(
                    disk,
                    "It ",
                    () -> run(
                            "sgdisk",
                            "-n",
                            "1:2048:+500M",
                            "-t",
                            "1:8300",
                            "-c",
                            "1:" + unfinished,
                            "-n",
                            "2:0:0",
                            device));
            refused(disk, "gpt", () -> run("sgdisk", "--clear", device));
            // What blkid does not know: an encrypted volume that tells nothing of itself, an archive.
            refused(disk, "gpt", () -> {
                begun.fill();
                write(disk, 1 << 20, filled(512));
            });
            refused(disk, "gpt", () -> {
                begun.fill();
                write(disk, (1 << 20) + 4095, filled(1));
            });
            begun.fill();
            assertTrue(script.run("check", device).ok());
        }
    }

    private static String name(LoopDevice disk) throws IOException {
        return output("sgdisk", "-i", "1", disk.path().toString())
                .replaceAll("(?s).*Partition name: '([^']*)'.*", "$1");
    }

    private interface Filling {
        void fill() throws IOException;
    }

    private void refused(LoopDevice disk, String why, Filling filling) throws IOException {
        filling.fill();
        assertRefused(disk.path(), why);
        run("blkdiscard", "-f", disk.path().toString());
    }

    private void assertRefused(Path disk, String why) throws IOException {
        var checked = script.run("check", disk.toString());
        assertEquals(1, checked.exitCode(), checked.text());
        assertTrue(checked.text().contains(why), why + ": " + checked.text());
        assertEquals(1, checked.text().lines().count(), checked.text());
        assertRefusedToMake(disk, why);
    }

    private void assertRefusedToMake(Path disk, String why) throws IOException {
        String before = Files.exists(disk) ? ends(disk) : "";
        var made = script.run("make", disk.toString());
        assertEquals(1, made.exitCode(), made.text());
        assertTrue(made.text().contains(why), why + ": " + made.text());
        assertEquals(before, Files.exists(disk) ? ends(disk) : "");
    }

    /** A digest of what a new table and a new file system would be written over. */
    private static String ends(Path disk) throws IOException {
        return output(
                "sh",
                "-c",
                "{ head -c 8388608 \"$0\"; if [ \"$0\" != /dev/null ]; then tail -c 8388608 \"$0\"; fi; } | sha256sum",
                disk.toString());
    }

    private static Map<String, String> wanted(LoopDevice disk, String confirmation) {
        return Map.of("device", disk.path().toString(), "confirmation", confirmation);
    }

    private static String state(TestController controller) {
        return controller.admin().get("/system/data").data().path("state").asText();
    }

    private static JsonNode awaitEnd(TestController controller) {
        for (int looks = 0; looks < 600; looks++) {
            JsonNode place = controller.admin().get("/system/data").data();
            if (!place.path("state").asText().equals("making")) {
                return place;
            }
            LockSupport.parkNanos(100_000_000);
        }
        throw new AssertionError("still at it after a minute");
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) 0x55);
        return bytes;
    }

    /** Superblock of version 1.0, which lies behind the data: 8 KiB before the end of the device. */
    private static byte[] md() {
        long place = (SIZE >> 9) - 16;
        java.nio.ByteBuffer block = java.nio.ByteBuffer.allocate(258).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        block.putInt(0, 0xa92b4efc)
                .putInt(4, 1)
                .putInt(72, 1)
                .putLong(80, place)
                .putInt(92, 1);
        block.putLong(136, place).putLong(144, place).putInt(220, 1);
        long sum = 0;
        for (int i = 0; i < 256; i += 4) {
            sum += Integer.toUnsignedLong(block.getInt(i));
        }
        sum += Short.toUnsignedLong(block.getShort(256));
        return block.putInt(216, (int) ((sum & 0xffffffffL) + (sum >>> 32))).array();
    }

    private static void write(LoopDevice disk, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(disk.path().toFile(), "rw")) {
            file.seek(at);
            file.write(bytes);
            file.getFD().sync();
        }
    }

    private static void run(String... argv) throws IOException {
        output(argv);
    }

    private static String output(String... argv) throws IOException {
        return new ProcessCommandRunner().run(Command.of(argv)).orThrow().text();
    }
}
