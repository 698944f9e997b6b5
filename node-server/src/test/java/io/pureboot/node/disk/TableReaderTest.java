package io.pureboot.node.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.node.filesystem.Window;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables made by sfdisk, read by us and, as a second opinion, by sfdisk. */
class TableReaderTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    @BeforeEach
    void tools() {
        Prerequisites.requireTool("sfdisk");
    }

    @Test
    @DisplayName("TD7 PJ1 PJ2 PJ3 PJ4 PJ5 PJ8 GPT: number, first byte, exclusive end, type, name and flags as sfdisk")
    void gpt() throws IOException {
        Path image = Disks.image(folder, 256 * MIB, """
                label: gpt
                p1 : start=2048, size=65536, type=U, name="EFI system"
                p2 : start=67584, size=100000, type=L, name="Grüße ★"
                p5 : start=169984, size=40960, type=S
                p3 : start=250000, size=65536, type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7, attrs="GUID:63,LegacyBIOSBootable"
                p6 : start=317440, type=21686148-6449-6E6F-744E-656564454649, size=2048
                """);
        DiskTable table = read(image);

        assertEquals("gpt", table.kind());
        assertEquals(List.of(), table.warnings());
        assertSameAsSfdisk(image, table);
        TableEntry efi = table.entries().getFirst();
        assertEquals("efi", efi.type());
        assertEquals(MIB, efi.start());
        assertEquals(33 * MIB, efi.end());
        assertEquals(table.entries().get(1).start(), efi.end(), "the end is the next one's start");
        assertEquals(List.of("boot", "esp"), efi.flags());
        assertEquals("Grüße ★", table.entries().get(1).name());
        assertEquals(List.of("efi", "linux", "msdata", "swap", "bios_grub"), types(table, 1, 2, 3, 5, 6));
        assertEquals(
                List.of("msftdata", "legacy_boot", "no_automount"),
                entry(table, 3).flags());
    }

    @Test
    @DisplayName("TD7 PJ1 PJ5 MBR is 'mbr', not 'msdos'; extended container and logical partitions as sfdisk")
    void mbr() throws IOException {
        Path image = Disks.image(folder, 256 * MIB, """
                label: dos
                start=2048, size=65536, type=83, bootable
                start=67584, size=40960, type=7
                start=110592, type=f
                start=112640, size=20480, type=82
                start=135168, size=40960, type=8e
                start=180224, type=c
                """);
        DiskTable table = read(image);

        assertEquals("mbr", table.kind());
        assertEquals(List.of(), table.warnings());
        assertSameAsSfdisk(image, table);
        assertEquals(List.of("linux", "msdata", "extended", "swap", "lvm", "msdata"), types(table, 1, 2, 3, 5, 6, 7));
        assertEquals(List.of("boot"), entry(table, 1).flags());
        assertEquals(List.of("lba"), entry(table, 7).flags());
    }

    @Test
    @DisplayName("A damaged primary GPT is read from the backup, with a warning")
    void backupGpt() throws IOException {
        Path image = Disks.image(folder, 64 * MIB, "label: gpt\nsize=20M, type=L\nsize=20M, type=S\n");
        DiskTable before = read(image);
        for (long damaged : new long[] {512 + 56, 1024 + 3}) {
            overwrite(image, damaged, (byte) 0x5a);
            DiskTable table = read(image);
            assertEquals(before.entries(), table.entries());
            assertTrue(table.warnings().getFirst().contains("primary GPT is damaged"), table.warnings()::toString);
        }
    }

    @Test
    @DisplayName("A damaged backup, and both damaged, are told apart")
    void damaged() throws IOException {
        Path image = Disks.image(folder, 64 * MIB, "label: gpt\nsize=20M, type=L\n");
        overwrite(image, 64 * MIB - 512 + 20, (byte) 0x5a);
        DiskTable table = read(image);
        assertEquals(1, table.entries().size());
        assertTrue(table.warnings().getFirst().contains("backup GPT is missing"), table.warnings()::toString);

        overwrite(image, 512 + 20, (byte) 0x5a);
        DiskTable lost = read(image);
        assertEquals("unknown", lost.kind());
        assertTrue(lost.warnings().getFirst().contains("both"), lost.warnings()::toString);
    }

    @Test
    @DisplayName("A grown disk keeps its partitions and says that the backup is not at the end")
    void grown() throws IOException {
        Path image = Disks.image(folder, 64 * MIB, "label: gpt\nsize=20M, type=L\n");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(96 * MIB);
        }
        DiskTable table = read(image);
        assertEquals(1, table.entries().size());
        assertTrue(table.warnings().getFirst().contains("grown"), table.warnings()::toString);
    }

    @Test
    @DisplayName("A GPT whose protective MBR is gone still counts, a backup alone does not")
    void withoutProtectiveMbr() throws IOException {
        Path image = Disks.image(folder, 64 * MIB, "label: gpt\nsize=20M, type=L\n");
        Disks.zero(image, 0, 512);
        assertEquals("gpt", read(image).kind());
        Disks.zero(image, 0, 34 * 512);
        DiskTable lost = read(image);
        assertEquals("unknown", lost.kind());
        assertEquals(List.of(), lost.entries());
        assertTrue(lost.warnings().getFirst().contains("does not count"), lost.warnings()::toString);
    }

    @Test
    @DisplayName("A broken chain of logical partitions keeps what was read and warns")
    void brokenChain() throws IOException {
        Path image = Disks.image(folder, 128 * MIB, """
                label: dos
                start=2048, type=f
                start=4096, size=20480, type=83
                start=40960, size=20480, type=83
                """);
        long second = LogicalChain.secondRecord(image);
        overwrite(image, second + 510, (byte) 0);
        DiskTable table = read(image);
        assertEquals(List.of("extended", "linux"), types(table, 1, 5));
        assertTrue(table.warnings().getFirst().contains("chain"), table.warnings()::toString);
    }

    @Test
    @DisplayName("A chain of logical partitions may point back: one made in a gap has the last number")
    void unorderedChain() throws IOException {
        Path image = Disks.image(folder, 128 * MIB, """
                label: dos
                start=2048, type=f
                start=4096, size=20480, type=83
                start=81920, size=20480, type=82
                start=40960, size=20480, type=83
                """);
        DiskTable table = read(image);
        assertEquals(List.of("extended", "linux", "swap", "linux"), types(table, 1, 5, 6, 7));
        assertEquals(List.of(), table.warnings());
        assertEquals(
                List.of(2048L, 4096L, 81920L, 40960L),
                table.entries().stream().map(entry -> entry.start() / 512).toList());
    }

    @Test
    @DisplayName("A chain of logical partitions that runs in a circle ends")
    void circularChain() throws IOException {
        Path image = Disks.image(folder, 128 * MIB, """
                label: dos
                start=2048, type=f
                start=4096, size=20480, type=83
                start=40960, size=20480, type=83
                """);
        long second = LogicalChain.secondRecord(image);
        // Slot 2 of the second record points back to the first one.
        Disks.write(image, second + 462, new byte[] {0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0});
        DiskTable table = read(image);
        assertEquals(List.of("extended", "linux", "linux"), types(table, 1, 5, 6));
        assertTrue(table.warnings().getFirst().contains("cannot be right"), table.warnings()::toString);
    }

    @Test
    @DisplayName("Entries that overlap or leave the disk are named")
    void oddEntries() throws IOException {
        Path image = Disks.image(folder, 64 * MIB, "label: dos\nsize=20M, type=83\nsize=20M, type=83\n");
        Disks.write(image, 446 + 16 + 8, new byte[] {0, 16, 0, 0});
        DiskTable overlap = read(image);
        assertTrue(overlap.warnings().toString().contains("Partitions 1 and 2 overlap"), overlap.warnings()::toString);
        Disks.write(image, 446 + 16 + 8, new byte[] {0, 0, 2, 0});
        DiskTable beyond = read(image);
        assertTrue(beyond.warnings().toString().contains("behind the end"), beyond.warnings()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkfs.vfat", "mkfs.ntfs -F -Q", "mkfs.exfat", "mkfs.ext4 -q -F"})
    @DisplayName("TD7 a file system on the whole disk is not taken for a table")
    void wholeDiskFileSystem(String mkfs) throws IOException {
        Prerequisites.requireTool(mkfs.split(" ", 2)[0]);
        Path image = Disks.empty(folder, 64 * MIB);
        Disks.run(image, mkfs.split(" "));
        assertEquals("unknown", read(image).kind());
        assertEquals(List.of(), read(image).entries());
    }

    @Test
    @DisplayName("An MBR over the remains of a GPT counts")
    void mbrOverOldGpt() throws IOException {
        Path image = Disks.image(folder, 64 * MIB, "label: gpt\nsize=20M, type=L\n");
        Path mbr = Disks.image(folder, 64 * MIB, "label: dos\nsize=10M, type=83\n");
        try (RandomAccessFile from = new RandomAccessFile(mbr.toFile(), "r")) {
            byte[] sector = new byte[512];
            from.readFully(sector);
            Disks.write(image, 0, sector);
        }
        DiskTable table = read(image);
        assertEquals("mbr", table.kind());
        assertEquals(10 * MIB, table.entries().getFirst().size());
        assertTrue(table.warnings().getFirst().contains("old GPT"), table.warnings()::toString);
    }

    @Test
    @DisplayName("Too small, empty and random disks have no table")
    void none() throws IOException {
        assertEquals("unknown", read(Disks.empty(folder, 512)).kind());
        assertEquals("unknown", read(Disks.empty(folder, MIB)).kind());
    }

    private DiskTable read(Path image) throws IOException {
        try (BlockDevice device = DirectBlockDevice.openReadOnly(image)) {
            return TableReader.read(Window.whole(device));
        }
    }

    private static TableEntry entry(DiskTable table, int number) {
        return table.entries().stream()
                .filter(entry -> entry.number() == number)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> types(DiskTable table, int... numbers) {
        assertEquals(numbers.length, table.entries().size());
        return java.util.Arrays.stream(numbers)
                .mapToObj(number -> entry(table, number).type())
                .toList();
    }

    private static void overwrite(Path image, long position, byte value) throws IOException {
        Disks.write(image, position, new byte[] {value});
    }

    private static void assertSameAsSfdisk(Path image, DiskTable table) throws IOException {
        JsonNode theirs = new ObjectMapper()
                .readTree(Disks.output("sfdisk", "-J", image.toString()))
                .get("partitiontable")
                .get("partitions");
        assertEquals(theirs.size(), table.entries().size());
        for (JsonNode their : theirs) {
            int number = Integer.parseInt(
                    their.get("node").asText().substring(image.toString().length()));
            TableEntry ours = entry(table, number);
            assertEquals(their.get("start").asLong() * 512, ours.start());
            assertEquals(their.get("size").asLong() * 512, ours.size());
            if (table.kind().equals("gpt")) {
                assertEquals(their.get("type").asText().toLowerCase(Locale.ROOT), ours.typeId());
                assertEquals(their.get("uuid").asText().toLowerCase(Locale.ROOT), ours.uuid());
                assertEquals(their.path("name").asText(null), ours.name());
            } else {
                assertEquals(Integer.parseInt(their.get("type").asText(), 16), Integer.decode(ours.typeId()));
                assertEquals(
                        their.path("bootable").asBoolean(false), ours.flags().contains("boot"));
            }
        }
    }
}
