package io.pureboot.linux.sysfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("PK10 disks are enumerated from sysfs")
class BlockDevicesTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path dir;

    private SysfsTree tree;
    private BlockDevices devices;

    @BeforeEach
    void plant() throws IOException {
        tree = new SysfsTree(dir);
        devices = new BlockDevices(tree.sys(), tree.dev());
    }

    @Test
    @DisplayName("PK10 a SATA disk: serial from VPD page 80, vendor ATA left out, partitions in bytes")
    void sata() throws IOException {
        tree.sata("sda", 500 * GIB).partition("sda1", 1 << 20, GIB).partition("sda10", 2 * GIB, GIB);
        DiskDevice disk = devices.find("sda").orElseThrow();
        assertEquals("Samsung SSD 870", disk.model());
        assertEquals("S5Y1NG0N123456A", disk.serial());
        assertEquals("naa.5002538f00000001", disk.wwn());
        assertEquals("sata", disk.transport());
        assertEquals(500 * GIB, disk.sizeBytes());
        assertEquals(512, disk.logicalSectorSize());
        assertEquals(4096, disk.physicalSectorSize());
        assertEquals(
                List.of(1, 10),
                disk.partitions().stream().map(DiskPartition::number).toList());
        assertEquals(1 << 20, disk.partitions().getFirst().startBytes());
        assertEquals(GIB, disk.partitions().getFirst().sizeBytes());
        assertEquals(tree.dev().resolve("sda10"), disk.partitions().getLast().device());
    }

    @Test
    @DisplayName("PK10 a SAS disk of 4096-byte sectors: size still counted in 512 bytes by the kernel")
    void sas() throws IOException {
        tree.sas("sdb", 4000 * GIB);
        DiskDevice disk =
                devices.find("/dev/sdb".replace("/dev", tree.dev().toString())).orElseThrow();
        assertEquals("SEAGATE ST4000NM0025", disk.model());
        assertEquals("ZC1ABCDE0000C8351234", disk.serial());
        assertEquals("sas", disk.transport());
        assertEquals(4096, disk.logicalSectorSize());
        assertEquals(4000 * GIB, disk.sizeBytes());
    }

    @Test
    @DisplayName("PK10 a USB stick: serial of the USB device")
    void usb() throws IOException {
        tree.usb("sdc", 32 * GIB);
        DiskDevice disk = devices.find("sdc").orElseThrow();
        assertEquals("4C530001230415106245", disk.serial());
        assertEquals("SanDisk Ultra", disk.model());
        assertEquals("usb", disk.transport());
        assertTrue(disk.removable());
    }

    @Test
    @DisplayName("PK10 NVMe, eMMC and virtio names, identities and partitions")
    void otherBuses() throws IOException {
        tree.nvme("nvme0n1", GIB).partition("nvme0n1p2", 1 << 20, 1 << 20);
        tree.emmc("mmcblk0", GIB).partition("mmcblk0p1", 1 << 20, 1 << 20);
        tree.emmc("mmcblk0boot0", 4 << 20);
        tree.virtio("vda", GIB).partition("vda1", 1 << 20, 1 << 20);
        DiskDevice nvme = devices.find("nvme0n1").orElseThrow();
        assertEquals("WD_BLACK SN850X 1000GB", nvme.model());
        assertEquals("23012C801234", nvme.serial());
        assertEquals("eui.e8238fa6bf530001001b448b4a123456", nvme.wwn());
        assertEquals("nvme", nvme.transport());
        assertEquals(2, nvme.partitions().getFirst().number());
        DiskDevice emmc = devices.find("mmcblk0").orElseThrow();
        assertEquals("BJTD4R", emmc.model());
        assertEquals("0x4d2a1b3c", emmc.serial());
        assertEquals("mmc", emmc.transport());
        DiskDevice virtio = devices.find("vda").orElseThrow();
        assertEquals("vm-disk-0001", virtio.serial());
        assertNull(virtio.model());
        assertEquals("virtio", virtio.transport());
        assertFalse(devices.find("mmcblk0boot0").isPresent());
    }

    @Test
    @DisplayName("PK10 what is no disk is left out, and the order is that of people")
    void leavesOutWhatIsNoDisk() throws IOException {
        tree.virtual("ram0", GIB);
        tree.virtual("zram0", GIB);
        tree.virtual("loop0", GIB);
        tree.virtual("sr0", 0);
        tree.virtual("nbd0", 0);
        tree.sata("sdaa", GIB).attribute("hidden", "1");
        tree.loop("loop10", GIB, "/images/ten.raw");
        tree.loop("loop9", GIB, "/images/nine.raw");
        tree.virtual("dm-0", GIB).attribute("dm/name", "vg0-root").attribute("dm/uuid", "LVM-abc");
        tree.virtual("md127", GIB);
        tree.virtual("xvdb", GIB);
        tree.virtual("nbd1", GIB);
        List<DiskDevice> disks = devices.list();
        assertEquals(
                List.of("md127", "dm-0", "nbd1", "loop9", "loop10", "xvdb"),
                disks.stream().map(DiskDevice::name).toList());
        DiskDevice loop = devices.find("loop9").orElseThrow();
        assertNull(loop.serial());
        assertEquals("/images/nine.raw", loop.backingFile());
        assertEquals("LVM-abc", devices.find("dm-0").orElseThrow().serial());
    }

    @Test
    void followsLinksAndFindsTheDiskOfAPartition() throws IOException {
        tree.sata("sda", GIB).partition("sda1", 1 << 20, 1 << 20);
        Files.createDirectories(tree.dev().resolve("disk/by-id"));
        Files.createSymbolicLink(tree.dev().resolve("disk/by-id/ata-Samsung"), Path.of("../../sda"));
        assertEquals("sda", devices.find("disk/by-id/ata-Samsung").orElseThrow().name());
        assertEquals("sda", devices.diskOf("sda1").orElseThrow().name());
        assertTrue(devices.find("sda1").isEmpty());
        assertTrue(devices.find("../../etc/passwd").isEmpty());
    }
}
