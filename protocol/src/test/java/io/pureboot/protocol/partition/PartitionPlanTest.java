package io.pureboot.protocol.partition;

import static io.pureboot.testing.DiskDraft.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import io.pureboot.protocol.partition.PartitionOperation.Create;
import io.pureboot.protocol.partition.PartitionOperation.Delete;
import io.pureboot.protocol.partition.PartitionOperation.Format;
import io.pureboot.protocol.partition.PartitionOperation.Move;
import io.pureboot.protocol.partition.PartitionOperation.Resize;
import io.pureboot.protocol.partition.PartitionOperation.SetFlag;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.testing.DiskDraft;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionPlanTest {
    private static final DiskInfo DISK = new DiskDraft("/dev/sda", 10240, "S1")
            .partition(1, "efi", "fat32", "EFI", 1, 511, 10)
            .partition(2, "linux", "ext4", "root", 512, 4096, 1000)
            .partition(3, "linux", "xfs", "data", 4608, 1024, 100)
            .partition(4, "linux", "crypto_luks", null, 5632, 512, -1)
            .disk();

    private static final DiskInfo LOGICALS = new DiskDraft("/dev/nvme0n1", 4096, "S2")
            .table("mbr")
            .partition(1, "linux", "ext4", "one", 1, 1023, 100)
            .partition(2, "extended", null, null, 1024, 2048, -1)
            .partition(5, "linux", "ext4", "five", 1025, 300, 100)
            .partition(6, "linux", "ext4", "six", 1400, 300, 100)
            .partition(7, "linux", "ext4", "seven", 1800, 300, 100)
            .disk();

    @Test
    @DisplayName("OP2 what is made in an entry asked for as linux decides the type of the entry")
    void typeOfContent() {
        for (String filesystem : List.of("swap", "ntfs", "ext4")) {
            PartitionPlan plan = PartitionPlan.of(
                    DISK, List.of(new Delete(3), new Create(4700 * MIB, 200 * MIB, "linux", filesystem, null, null)));
            PartitionInfo made = plan.after().partitions().stream()
                    .filter(part -> filesystem.equals(part.filesystem()) && part.startBytes() == 4700 * MIB)
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    switch (filesystem) {
                        case "swap" -> List.of("swap");
                        case "ntfs" -> List.of("msftdata");
                        default -> List.of();
                    },
                    made.flags());
        }
    }

    @Test
    @DisplayName("OP1 shrinking does the file system first, growing the table first")
    void order() {
        List<PlanStep> shrink = steps(DISK, new Resize(2, 2048 * MIB));
        assertInstanceOf(PlanStep.Shrink.class, shrink.get(0));
        assertEquals(new PlanStep.SetBounds(0, 512 * MIB, 4608 * MIB, 512 * MIB, 2560 * MIB), shrink.get(1));
        List<PlanStep> grow = steps(DISK, new Delete(4), new Resize(3, 5000 * MIB));
        assertInstanceOf(PlanStep.RemoveEntry.class, grow.get(0));
        assertInstanceOf(PlanStep.SetBounds.class, grow.get(1));
        assertEquals(new PlanStep.Grow(1, 4608 * MIB, 1024 * MIB, "xfs", 5000 * MIB, null), grow.get(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | 900 | cannot be made that small | Keep at least 1115684864",
                "2 | 5000 | 4294967296 bytes long at most | Move or delete",
                "3 | 512 | XFS file systems cannot be made smaller | ''",
                "4 | 800 | encrypted volume (LUKS) | ''",
                "4 | 100 | is never made smaller | ''",
                "9 | 100 | no partition 9 | There are: 1, 2, 3, 4"
            })
    @DisplayName("OP1 FM4 a size that cannot be is refused with the reason and what would be possible")
    void resizeRefused(int partition, long sizeMib, String reason, String remedy) {
        Refusal refusal = refusal(DISK, new Resize(partition, sizeMib * MIB));
        assertTrue(refusal.reason().contains(reason), refusal.reason());
        assertTrue(String.valueOf(refusal.remedy()).contains(remedy) || remedy.isEmpty(), refusal.text());
    }

    @Test
    @DisplayName("OP1 ends keep to the grain, and the last byte is reached when all is asked for")
    void rounding() {
        assertEquals(
                6144 * MIB,
                end(steps(DISK, new Delete(4), new Resize(3, 1536 * MIB + 5000)).get(1)));
        long limit = 10240 * MIB - 33 * 512;
        assertEquals(
                limit,
                end(steps(DISK, new Delete(4), new Resize(3, limit - 4608 * MIB))
                        .get(1)));
        assertEquals(2561 * MIB, end(steps(DISK, new Resize(2, 2048 * MIB + 1)).get(1)), "never smaller than asked");
    }

    @Test
    @DisplayName("OP2 the new number is the lowest free one, also in a gap between others")
    void newNumber() {
        PartitionPlan plan = PartitionPlan.of(
                DISK, List.of(new Delete(3), new Create(4700 * MIB, 200 * MIB, "linux", "ext4", "new", null)));
        PartitionInfo made = partition(plan.after(), 3);
        assertEquals(4700 * MIB, made.startBytes());
        assertEquals(200 * MIB, made.sizeBytes());
        assertEquals("/dev/sda3", made.device());
        assertEquals(
                List.of("RemoveEntry", "AddEntry", "MakeFileSystem"),
                plan.steps().stream()
                        .map(step -> step.getClass().getSimpleName())
                        .toList());
    }

    @Test
    @DisplayName("OP2 no overlap: the refusal names what is there and where room begins")
    void overlap() {
        Refusal refusal = refusal(DISK, new Create(600 * MIB, 100 * MIB, "linux", null, null, null));
        assertTrue(refusal.reason().contains("Partition 2 is there"), refusal.text());
        refusal = refusal(DISK, new Create(6144 * MIB, 9000 * MIB, "linux", null, null, null));
        assertTrue(refusal.text().contains("at most 4294950400 bytes"), refusal.text());
        assertNotNull(refusal(DISK, new Create(20000 * MIB, 100 * MIB, "linux", null, null, null)));
    }

    @Test
    @DisplayName("WF5 a blank disk gets a table with the first partition")
    void blank() {
        DiskInfo blank = new DiskDraft("/dev/sdb", 8192, "S3").table("unknown").disk();
        PartitionPlan plan = PartitionPlan.of(
                        blank,
                        List.of(
                                new Create(MIB, 512 * MIB, "efi", "fat32", "EFI", "gpt"),
                                new Create(513 * MIB, 4096 * MIB, "linux", "ext4", "root", null),
                                new SetFlag(2, "legacy_boot", true)))
                .orThrow();
        assertEquals(new PlanStep.NewTable(0, "gpt"), plan.steps().getFirst());
        assertEquals("gpt", plan.after().partitionTable());
        assertEquals(List.of("boot", "esp"), partition(plan.after(), 1).flags());
        assertEquals(List.of("legacy_boot"), partition(plan.after(), 2).flags());
        assertEquals(3, plan.projections().size());
        assertEquals(1, plan.projections().getFirst().partitions().size());
    }

    @Test
    @DisplayName("a disk that may hold something is not taken for blank")
    void doubtful() {
        DiskInfo whole = new DiskDraft("/dev/sdb", 8192, "S3")
                .table("unknown")
                .partition(0, "whole_disk", "xfs", null, 0, 8192, 10)
                .disk();
        Create create = new Create(MIB, 512 * MIB, "linux", "ext4", null, null);
        assertTrue(refusal(whole, create).text().contains("Give partition_table"));
        DiskInfo damaged = new DiskDraft("/dev/sdb", 8192, "S3")
                .table("unknown")
                .warning("both the primary and the backup are damaged")
                .disk();
        assertTrue(refusal(damaged, create).text().contains("may have a partition table"));
        assertTrue(PartitionPlan.of(whole, List.of(new Create(MIB, 512 * MIB, "linux", null, null, "mbr")))
                .feasible());
        assertTrue(refusal(DISK, new Create(6144 * MIB, MIB, "linux", null, null, "mbr"))
                .text()
                .contains("Delete them first"));
    }

    @Test
    @DisplayName("OP3 after a logical partition is deleted, later operations keep their meaning")
    void logicalsKeepTheirNumbers() {
        PartitionPlan plan = PartitionPlan.of(LOGICALS, List.of(new Delete(5), new Resize(6, 350 * MIB)))
                .orThrow();
        assertEquals(
                new PlanStep.RemoveEntry(0, 1025 * MIB, 1325 * MIB),
                plan.steps().get(0));
        assertEquals(
                new PlanStep.SetBounds(1, 1400 * MIB, 1700 * MIB, 1400 * MIB, 1750 * MIB),
                plan.steps().get(1));
        assertTrue(refusal(LOGICALS, new Delete(2)).text().contains("Delete those first"));
    }

    @Test
    @DisplayName("logical partitions leave room for the table of the next")
    void logicalRoom() {
        Refusal refusal = refusal(LOGICALS, new Resize(5, 375 * MIB));
        assertTrue(refusal.reason().contains(374 * MIB + " bytes long at most"), refusal.text());
        assertEquals(1399 * MIB, end(steps(LOGICALS, new Resize(5, 374 * MIB)).getFirst()));
        PartitionPlan made =
                PartitionPlan.of(LOGICALS, List.of(new Create(2200 * MIB, 100 * MIB, "linux", "ext4", null, null)));
        assertEquals("logical", ((PlanStep.AddEntry) made.steps().getFirst()).role());
        assertNotNull(partition(made.after(), 8));
        assertTrue(refusal(LOGICALS, new Create(3500 * MIB, 100 * MIB, "logical", null, null, null))
                .text()
                .contains("inside an extended"));
    }

    @Test
    void mbrHoldsFourPrimaries() {
        DiskInfo full = new DiskDraft("/dev/sda", 4096, "S2")
                .table("mbr")
                .partition(1, "linux", "ext4", null, 1, 10, 1)
                .partition(2, "linux", "ext4", null, 20, 10, 1)
                .partition(3, "linux", "ext4", null, 40, 10, 1)
                .partition(4, "linux", "ext4", null, 60, 10, 1)
                .disk();
        assertTrue(refusal(full, new Create(100 * MIB, 100 * MIB, "linux", null, null, null))
                .text()
                .contains("four primary"));
        assertTrue(PartitionPlan.of(
                        full,
                        List.of(
                                new Delete(4),
                                new Create(100 * MIB, 1000 * MIB, "extended", null, null, null),
                                new Create(101 * MIB, 100 * MIB, "logical", "ext4", null, null),
                                new Create(300 * MIB, 100 * MIB, null, "swap", "s", null)))
                .feasible());
    }

    @Test
    @DisplayName("OP4 label length and characters are checked for each file system")
    void labels() {
        assertTrue(refusal(DISK, new Format(2, "ext4", "x".repeat(17))).reason().contains("at most 16 bytes"));
        assertTrue(refusal(DISK, new Format(2, "xfs", "has space")).reason().contains("no spaces"));
        assertTrue(refusal(DISK, new Format(1, "fat32", "Größe")).reason().contains("FAT"));
        assertTrue(refusal(DISK, new Format(1, "ntfs", "a\nb")).reason().contains("control"));
        assertTrue(refusal(DISK, new Format(2, "reiserfs", null)).reason().contains("no tool"));
        assertTrue(PartitionPlan.of(DISK, List.of(new Format(4, "btrfs", null))).feasible());
        assertEquals(
                "msdata",
                partition(
                                PartitionPlan.of(DISK, List.of(new Format(2, "ntfs", "Windows")))
                                        .after(),
                                2)
                        .type());
    }

    @Test
    @DisplayName(
            "OP3 OP4 FM9 FM15 what is in use is neither deleted, formatted, moved nor cut; ntfs and fat32 do not grow mounted")
    void inUse() {
        DiskInfo used = mounted(DISK);
        for (PartitionOperation operation : List.of(
                new Delete(2), new Format(2, "ext4", null), new Move(2, 6144 * MIB), new Resize(2, 2048 * MIB))) {
            assertTrue(refusal(used, operation).text().contains("mounted"), operation.toString());
        }
        assertTrue(PartitionPlan.of(used, List.of(new Delete(3), new Resize(2, 5000 * MIB)))
                .feasible());
        DiskInfo fat = new DiskDraft("/dev/sda", 10240, "S1")
                .partition(1, "msdata", "fat32", "F", 1, 511, 10)
                .partition(2, "msdata", "ntfs", "N", 1024, 511, 10)
                .disk();
        for (int number : List.of(1, 2)) {
            Refusal refusal = refusal(mounted(fat), new Resize(number, 512 * MIB));
            assertTrue(refusal.text().contains("cannot grow while it is mounted"), refusal.text());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    @DisplayName("OP6 a move copies before the table changes, and never onto another partition")
    void move(int sector) {
        DiskInfo disk = new DiskDraft("/dev/sda", 4096, "S1")
                .sectors(sector)
                .partition(1, "linux", "ext4", "a", 100, 500, 10)
                .partition(2, "linux", "ext4", "b", 1000, 500, 10)
                .disk();
        assertEquals(
                List.of(
                        new PlanStep.CopyData(0, 100 * MIB, 300 * MIB, 500 * MIB, "ext4"),
                        new PlanStep.SetBounds(0, 100 * MIB, 600 * MIB, 300 * MIB, 800 * MIB)),
                steps(disk, new Move(1, 300 * MIB)));
        assertTrue(refusal(disk, new Move(1, 501 * MIB)).text().contains("Partition 2 is in the way"));
        assertTrue(refusal(disk, new Move(2, 3700 * MIB)).text().contains("Begin at byte"));
        assertEquals(List.of(), steps(disk, new Move(1, 100 * MIB)));
    }

    @Test
    @DisplayName("OP6 X6 a logical partition's entry covers both places while its data move, and it passes no other")
    void moveLogical() {
        assertEquals(
                List.of(
                        new PlanStep.SetBounds(0, 1400 * MIB, 1700 * MIB, 1350 * MIB, 1700 * MIB),
                        new PlanStep.CopyData(0, 1400 * MIB, 1350 * MIB, 300 * MIB, "ext4"),
                        new PlanStep.SetBounds(0, 1350 * MIB, 1700 * MIB, 1350 * MIB, 1650 * MIB)),
                steps(LOGICALS, new Move(6, 1350 * MIB)));
        assertTrue(refusal(LOGICALS, new Move(6, 2200 * MIB)).text().contains("Partition 7 lies between"));
    }

    @Test
    @DisplayName("X16 OP2 where logical partitions are missing in the list nothing is planned")
    void brokenChain() {
        DiskInfo broken = new DiskInfo(
                LOGICALS.device(),
                LOGICALS.sizeBytes(),
                "",
                null,
                null,
                null,
                "mbr",
                LOGICALS.partitions(),
                LOGICALS.scannedAt(),
                512,
                512,
                false,
                false,
                null,
                List.of(),
                "",
                List.of("Something else.", DiskInfo.BROKEN_CHAIN + "is broken at sector 7: no boot record there."));
        for (PartitionOperation each : List.of(
                new Create(3000 * MIB, 10 * MIB, "logical", null, null, null),
                new Delete(1),
                new SetFlag(1, "boot", true))) {
            assertTrue(refusal(broken, each).text().contains("broken at sector 7"));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, hidden, only FAT and NTFS", "5, hidden, only FAT and NTFS", "1, lba, only FAT and extended"})
    @DisplayName("OP5 a flag that the table cannot keep is refused, not lost without a word")
    void flagRefused(int partition, String flag, String reason) {
        Refusal refusal = refusal(LOGICALS, new SetFlag(partition, flag, true));
        assertTrue(refusal.reason().contains(reason), refusal.reason());
        assertTrue(
                PartitionPlan.of(LOGICALS, List.of(new SetFlag(2, "lba", true))).feasible());
        PartitionPlan swap =
                PartitionPlan.of(DISK, List.of(new Format(3, "swap", null), new SetFlag(3, "swap", false)));
        assertTrue(swap.refusals().getFirst().reason().contains("always has the flag"), swap.refusals()::toString);
        assertTrue(PartitionPlan.of(LOGICALS, List.of(new Format(5, "ntfs", null), new SetFlag(5, "hidden", true)))
                .feasible());
    }

    @Test
    @DisplayName("OP5 boot of an MBR is one partition's; a GPT's esp is boot too; the type follows")
    void flags() {
        PartitionPlan plan =
                PartitionPlan.of(LOGICALS, List.of(new SetFlag(1, "boot", true), new SetFlag(5, "boot", true)));
        assertEquals(List.of(), partition(plan.after(), 1).flags());
        assertEquals(List.of("boot"), partition(plan.after(), 5).flags());
        assertEquals(
                "lvm",
                partition(
                                PartitionPlan.of(DISK, List.of(new SetFlag(2, "lvm", true)))
                                        .after(),
                                2)
                        .type());
        assertEquals(
                "msdata",
                partition(
                                PartitionPlan.of(DISK, List.of(new SetFlag(1, "esp", false)))
                                        .after(),
                                1)
                        .type());
        assertEquals(List.of(), steps(DISK, new SetFlag(1, "esp", true)));
        assertTrue(refusal(DISK, new SetFlag(1, "nonsense", true)).text().contains("It has "));
    }

    @Test
    void refusedAsAWhole() {
        ProblemException problem = assertThrows(
                ProblemException.class,
                () -> PartitionPlan.of(DISK, List.of(new Delete(9))).orThrow());
        assertEquals(ProblemType.PLAN_REJECTED, problem.type());
        DiskInfo locked = new DiskDraft("/dev/sda", 100, "S").readOnly().disk();
        assertTrue(refusal(locked, new Create(MIB, MIB, null, null, null, "gpt"))
                .text()
                .contains("read-only"));
    }

    @Test
    @DisplayName("OP1 OP4 what is formatted in this plan is made anew at its new size, whatever its tools can resize")
    void resizedWhileNew() {
        assertEquals(
                List.of(
                        new PlanStep.MakeFileSystem(0, 512 * MIB, 4096 * MIB, "xfs", "new"),
                        new PlanStep.SetBounds(1, 512 * MIB, 4608 * MIB, 512 * MIB, 1536 * MIB),
                        new PlanStep.MakeFileSystem(1, 512 * MIB, 1024 * MIB, "xfs", "new")),
                steps(DISK, new Format(2, "xfs", "new"), new Resize(2, 1024 * MIB)));
        PartitionPlan small = PartitionPlan.of(DISK, List.of(new Format(2, "xfs", "new"), new Resize(2, 100 * MIB)));
        assertTrue(small.refusals().getFirst().text().contains("It needs at least"), small.refusals()::toString);
        PartitionInfo made = partition(small.after(), 2);
        assertTrue(made.canShrink(), "the page may offer it");
        assertEquals(300 * MIB, made.minSizeBytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crypto_luks",
                "bitlocker",
                "lvm2_member",
                "linux_raid_member",
                "zfs_member",
                "isw_raid_member",
                "swsuspend",
                "hfsplus"
            })
    @DisplayName("X5 OP1 what is encrypted, part of something else or unknown to the tools is neither cut nor grown")
    void foreign(String content) {
        DiskInfo disk = new DiskDraft("/dev/sda", 10240, "S1")
                .partition(1, "linux", content, null, 1, 511, -1)
                .disk();
        assertFalse(refusal(disk, new Resize(1, 300 * MIB)).reason().isEmpty());
        assertTrue(
                refusal(disk, new Resize(1, 600 * MIB)).reason().endsWith("not resized here."),
                () -> refusal(disk, new Resize(1, 600 * MIB)).reason());
    }

    @Test
    @DisplayName("OP1 a file system of which the scan knows that it cannot grow is refused before the table is touched")
    void cannotGrow() {
        DiskInfo disk = new DiskDraft("/dev/sda", 10240, "S1")
                .growExcuse("Windows is hibernated.")
                .partition(1, "msdata", "ntfs", "Windows", 1, 511, 10)
                .disk();
        assertEquals(
                "Windows is hibernated.",
                refusal(disk, new Resize(1, 600 * MIB)).reason());
        assertTrue(PartitionPlan.of(disk, List.of(new Format(1, "ntfs", null), new Resize(1, 600 * MIB)))
                .feasible());
    }

    private static DiskInfo mounted(DiskInfo disk) {
        List<PartitionInfo> partitions = disk.partitions().stream()
                .map(part -> new PartitionInfo(
                        part.number(),
                        part.device(),
                        part.startBytes(),
                        part.endBytes(),
                        0,
                        "",
                        part.type(),
                        part.typeId(),
                        part.uuid(),
                        part.name(),
                        part.filesystem(),
                        part.filesystemUuid(),
                        part.label(),
                        part.flags(),
                        part.usedBytes(),
                        null,
                        false,
                        "It is mounted.",
                        part.growExcuse(),
                        part.minSizeBytes(),
                        "/mnt/" + part.number(),
                        List.of(part.device() + " is mounted at /mnt/" + part.number()),
                        List.of()))
                .filter(part -> part.number() != 3)
                .toList();
        java.util.ArrayList<PartitionInfo> all = new java.util.ArrayList<>(partitions);
        disk.partitions().stream().filter(part -> part.number() == 3).forEach(all::add);
        return new DiskInfo(
                disk.device(),
                disk.sizeBytes(),
                "",
                disk.model(),
                disk.serial(),
                disk.wwn(),
                disk.partitionTable(),
                all,
                disk.scannedAt(),
                disk.logicalSectorSize(),
                disk.physicalSectorSize(),
                false,
                false,
                disk.transport(),
                List.of(),
                disk.fingerprint(),
                List.of());
    }

    private static List<PlanStep> steps(DiskInfo disk, PartitionOperation... operations) {
        return PartitionPlan.of(disk, List.of(operations)).orThrow().steps();
    }

    private static Refusal refusal(DiskInfo disk, PartitionOperation operation) {
        List<Refusal> refusals = PartitionPlan.of(disk, List.of(operation)).refusals();
        assertEquals(1, refusals.size(), () -> operation + " must be refused");
        return refusals.getFirst();
    }

    private static long end(PlanStep step) {
        return ((PlanStep.SetBounds) step).newEnd();
    }

    private static PartitionInfo partition(DiskInfo disk, int number) {
        return disk.partitions().stream()
                .filter(part -> part.number() == number)
                .findFirst()
                .orElseThrow();
    }
}
