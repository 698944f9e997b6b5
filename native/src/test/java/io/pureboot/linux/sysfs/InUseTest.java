package io.pureboot.linux.sysfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.libc.ErrnoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("X4 a disk in use is told with the reason")
class InUseTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path dir;

    private SysfsTree tree;
    private SysfsTree.Disk sda;
    private InUse inUse;

    @BeforeEach
    void plant() throws IOException {
        tree = new SysfsTree(dir);
        sda = tree.sata("sda", 100 * GIB)
                .partition("sda1", 1 << 20, GIB)
                .partition("sda2", 2 * GIB, GIB)
                .partition("sda3", 3 * GIB, GIB);
        inUse = new InUse(tree.sys(), tree.dev(), tree.proc(), device -> false);
    }

    private String path(String name) {
        return tree.dev().resolve(name).toString();
    }

    @Test
    void nothing() throws IOException {
        assertEquals(List.of(), inUse.reasons("sda"));
        assertThrows(IOException.class, () -> inUse.reasons("sdz"));
    }

    @Test
    @DisplayName("X4 a mounted partition, bind mounts too, by device number")
    void mounted() throws IOException {
        tree.mount(sda.number("sda1"), "/", "/mnt/a\\040b", "ext4", "/dev/root");
        tree.mount(sda.number("sda1"), "/sub", "/srv", "ext4", "/dev/root");
        assertEquals(
                List.of(path("sda1") + " is mounted at /mnt/a b", path("sda1") + " is mounted at /srv"),
                inUse.reasons("sda"));
        assertEquals(2, inUse.reasons(path("sda1")).size());
        assertEquals(List.of(), inUse.reasons("sda2"));
    }

    @Test
    @DisplayName("X4 btrfs, whose mounts have no device number, by source and by its list of devices")
    void btrfs() throws IOException {
        tree.mount("0:55", "/@home", "/home", "btrfs", "/dev/sda2");
        assertEquals(List.of(path("sda2") + " is mounted at /home"), inUse.reasons("sda"));
        Files.createDirectories(tree.sys().resolve("fs/btrfs/1234-5678/devices/sda3"));
        assertEquals(List.of(path("sda3") + " is one of the devices of a mounted btrfs"), inUse.reasons(path("sda3")));
    }

    @Test
    @DisplayName("X4 swap")
    void swap() throws IOException {
        tree.swap("/dev/sda2");
        assertEquals(List.of(path("sda2") + " is used as swap"), inUse.reasons("sda"));
    }

    @Test
    @DisplayName("X4 LVM, md, dm-crypt, bcache on partitions or on the whole disk")
    void holders() throws IOException {
        tree.virtual("dm-0", GIB).attribute("dm/name", "vg0-root").attribute("dm/uuid", "LVM-abcdef");
        tree.virtual("dm-1", GIB).attribute("dm/name", "secret").attribute("dm/uuid", "CRYPT-LUKS2-abc-secret");
        sda.heldBy("sda1", "dm-0")
                .heldBy("sda2", "dm-1")
                .heldBy("sda3", "md127")
                .heldBy("", "bcache0");
        assertEquals(
                List.of(
                        path("sda") + " is part of cache device bcache0",
                        path("sda1") + " is part of LVM volume vg0-root (dm-0)",
                        path("sda2") + " is part of encrypted volume secret (dm-1)",
                        path("sda3") + " is part of RAID array md127"),
                inUse.reasons("sda"));
    }

    @Test
    @DisplayName("X4 a loop device on top of it that is mounted")
    void loopOnTop() throws IOException {
        SysfsTree.Disk loop = tree.loop("loop4", GIB, path("sda3"));
        assertEquals(List.of(), inUse.reasons("sda"));
        tree.mount(loop.number(""), "/", "/mnt", "ext4", "/dev/loop4");
        assertEquals(
                List.of(path("sda") + " is also attached as " + path("loop4") + ", and " + path("loop4")
                        + " is mounted at /mnt"),
                inUse.reasons("sda"));
    }

    @Test
    @DisplayName("X4 an exclusive open elsewhere, ZFS for example, and a disk that cannot be opened")
    void heldOpen() throws IOException {
        InUse held = new InUse(tree.sys(), tree.dev(), tree.proc(), device -> device.endsWith("sda"));
        assertEquals(List.of(path("sda") + " is held open for exclusive use by another program"), held.reasons("sda"));
        InUse locked = new InUse(tree.sys(), tree.dev(), tree.proc(), device -> {
            throw new ErrnoException("open(" + device + ")", 1);
        });
        String reason = locked.reasons("sda").getFirst();
        assertTrue(reason.contains("cannot be opened") && reason.contains("EPERM"), reason);
    }

    @Test
    @DisplayName("X4 the boot medium")
    void bootMedium() throws IOException {
        byte[] iso = new byte[40 << 10];
        System.arraycopy("\1CD001\1".getBytes(StandardCharsets.US_ASCII), 0, iso, 32768, 7);
        System.arraycopy("PUREBOOT_1".getBytes(StandardCharsets.US_ASCII), 0, iso, 32768 + 40, 10);
        Files.write(tree.dev().resolve("sda"), iso);
        assertEquals(List.of(path("sda") + " is the medium this system was started from"), inUse.reasons("sda"));
    }

    @Test
    void aLineThatIsNotMountinfoIsAnError() throws IOException {
        Files.writeString(tree.proc().resolve("self/mountinfo"), "garbage\n");
        assertThrows(IOException.class, () -> inUse.reasons("sda"));
    }
}
