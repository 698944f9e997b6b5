package io.pureboot.controller.web;

import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.NodeRegistration;
import io.pureboot.testing.DiskDraft;
import java.util.List;

/** Three machines as an administrator may have them, enrolled, with disks reported. */
final class ExampleFleet {
    static final String SOURCE_SERIAL = "S5GXNX0T412345";
    static final String TARGET_SERIAL = "WD-WX42A9130387";

    final TestNode workstation;
    final TestNode replacement;
    final TestNode server;

    private ExampleFleet(TestNode workstation, TestNode replacement, TestNode server) {
        this.workstation = workstation;
        this.replacement = replacement;
        this.server = server;
    }

    static ExampleFleet in(TestController controller) {
        ExampleFleet fleet = new ExampleFleet(
                controller.node(machine("workstation-07", 7, "Dell Inc.", "Precision 3660", 20, 32)),
                controller.node(machine("replacement-07", 8, "LENOVO", "ThinkStation P3", 24, 64)),
                controller.node(machine("storage-02", 9, "Supermicro", "SYS-5019C-M", 8, 128)));
        fleet.workstation.report(dualBoot());
        fleet.replacement.report(oldData(), small());
        fleet.server.report(busy(), legacy(), nativeSectors(), empty());
        return fleet;
    }

    private static NodeRegistration machine(
            String name, int number, String vendor, String model, int cpus, long memoryGib) {
        return new NodeRegistration(
                name,
                "3c:ec:ef:10:22:0" + number,
                vendor,
                model,
                "SN-" + name,
                "uuid-" + name,
                "x86_64",
                "uefi",
                cpus,
                memoryGib << 30,
                List.of("10.20.0." + (100 + number)),
                "https://10.20.0." + (100 + number) + ":9443");
    }

    /** Windows and Linux side by side: what people clone. */
    static DiskInfo dualBoot() {
        return new DiskDraft("/dev/nvme0n1", 953_869, SOURCE_SERIAL)
                .partition(1, "efi", "fat32", "EFI", 1, 260, 38)
                .partition(2, "msr", null, null, 261, 16, -1)
                .partition(3, "msdata", "ntfs", "Windows", 277, 420_000, 231_500)
                .partition(4, "linux", "ext4", "fedora", 420_277, 102_400, 61_203)
                .partition(5, "linux", "btrfs", "home", 522_677, 307_200, 204_882)
                .partition(6, "swap", "swap", "swap", 829_877, 16_384, -1)
                .disk();
    }

    static DiskInfo oldData() {
        return new DiskDraft("/dev/sda", 1_907_729, TARGET_SERIAL)
                .hardware("WDC WD20EZBX-00AYRA0", "sata")
                .partition(1, "msdata", "ntfs", "Backup 2019", 1, 1_200_000, 902_113)
                .partition(2, "msdata", "exfat", "Photos", 1_200_001, 600_000, 388_000)
                .disk();
    }

    static DiskInfo small() {
        return new DiskDraft("/dev/sdb", 57_241, "20110117")
                .hardware("SanDisk Ultra Fit", "usb")
                .table("mbr")
                .partition(1, "fat32", "fat32", "INSTALL", 1, 57_240, 4_100)
                .disk();
    }

    static DiskInfo busy() {
        return new DiskDraft("/dev/sda", 1_907_729, "ZFN1K0GH")
                .hardware("ST2000NM0008-2F3100", "sata")
                .partition(1, "efi", "fat32", "EFI", 1, 512, 7)
                .partition(2, "linux", "xfs", "root", 513, 102_400, 33_120)
                .partition(3, "lvm", "lvm2_member", null, 102_913, 1_804_000, -1)
                .inUse("/dev/sda2 is mounted at /.")
                .inUse("/dev/sda3 belongs to volume group data.")
                .disk();
    }

    /** An old table: primaries, an extended partition and logicals in it. */
    static DiskInfo legacy() {
        return new DiskDraft("/dev/sdb", 953_869, "WD-WCC6Y1")
                .hardware("WDC WD10EZEX-08WN4A0", "sata")
                .table("mbr")
                .partition(1, "linux", "ext4", "boot", 1, 1_024, 290)
                .partition(2, "linux", "ext4", "system", 1_025, 204_800, 120_000)
                .partition(3, "extended", null, null, 205_825, 600_000, -1)
                .partition(5, "linux", "xfs", "var", 205_826, 250_000, 91_000)
                .partition(6, "linux", "crypto_luks", null, 455_827, 250_000, -1)
                .warning("Sector 1953525100 could not be read.")
                .disk();
    }

    static DiskInfo nativeSectors() {
        return new DiskDraft("/dev/sdc", 3_815_447, "ZR50AAAA")
                .hardware("ST4000NM024B-2TF101", "sata")
                .sectors(4096)
                .disk();
    }

    static DiskInfo empty() {
        return new DiskDraft("/dev/sdd", 1_907_729, "ZFN1K0GJ")
                .hardware("ST2000NM0008-2F3100", "sata")
                .table("unknown")
                .disk();
    }
}
