package io.pureboot.linux.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.table.bytes.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chains of logical partitions, written sector by sector. */
class EbrChainTest {
    private static final int SECTOR = 512;
    private static final int EXTENDED = 5;
    private static final int LINUX = 0x83;
    private static final int BOX = 2048;
    private static final int BOX_SECTORS = 30_000;

    private final ByteBuffer disk = ByteBuffer.allocate(32 << 20).order(ByteOrder.LITTLE_ENDIAN);

    @TempDir
    Path folder;

    @Test
    @DisplayName("NG1 a chain may point back, as after a partition was made in a gap: numbers go by the chain")
    void pointsBack() throws IOException {
        table();
        link(BOX, 64, 2000, 20_000);
        link(BOX + 20_000, 64, 3000, 10_000);
        link(BOX + 10_000, 64, 1000, 0);
        ImageLayout layout = layout();
        assertEquals(List.of("1 2048+30000", "5 2112+2000", "6 22112+3000", "7 12112+1000"), entries(layout));
        assertEquals(List.of(), layout.doubts());
    }

    @Test
    @DisplayName("NG1 a chain that runs in a circle ends, with what it has, and is doubtful")
    void runsInACircle() throws IOException {
        table();
        link(BOX, 64, 2000, 20_000);
        link(BOX + 20_000, 64, 3000, 10_000);
        link(BOX + 10_000, 64, 1000, 20_000);
        ImageLayout layout = layout();
        assertEquals(List.of("1 2048+30000", "5 2112+2000", "6 22112+3000", "7 12112+1000"), entries(layout));
        assertTrue(layout.doubts().toString().contains("does not end"), layout.doubts()::toString);
    }

    @Test
    @DisplayName("NG1 a link behind the extended partition, or to a sector that is no record, is doubtful")
    void pointsAstray() throws IOException {
        table();
        link(BOX, 64, 2000, BOX_SECTORS);
        ImageLayout behind = layout();
        assertEquals(List.of("1 2048+30000", "5 2112+2000"), entries(behind));
        assertTrue(behind.doubts().toString().contains("points astray"), behind.doubts()::toString);
        link(BOX, 64, 2000, 7000);
        ImageLayout empty = layout();
        assertEquals(List.of("1 2048+30000", "5 2112+2000"), entries(empty));
        assertTrue(empty.doubts().toString().contains("no signature"), empty.doubts()::toString);
    }

    private void table() {
        slot(0, 0, EXTENDED, BOX, BOX_SECTORS);
        sign(0);
    }

    /** A record with its partition, placed from the record, and the next record, placed from the box; 0: it is the last. */
    private void link(int record, int first, int sectors, int next) {
        slot(record, 0, LINUX, first, sectors);
        slot(record, 1, next == 0 ? 0 : EXTENDED, next, next == 0 ? 0 : 1000);
        sign(record);
    }

    private void slot(int record, int index, int type, int first, int sectors) {
        int at = record * SECTOR + 446 + index * 16;
        disk.put(at + 4, (byte) type).putInt(at + 8, first).putInt(at + 12, sectors);
    }

    private void sign(int record) {
        disk.putShort(record * SECTOR + 510, (short) 0xAA55);
    }

    private ImageLayout layout() throws IOException {
        Path image = Files.write(folder.resolve("image"), disk.array());
        try (FileBytes bytes = new FileBytes(image)) {
            ImageLayout layout = TableRecognizer.recognize(bytes);
            assertEquals(TableKind.MBR, layout.table());
            return layout;
        }
    }

    private static List<String> entries(ImageLayout layout) {
        return layout.entries().stream()
                .map(entry ->
                        entry.number() + " " + entry.start() / SECTOR + "+" + (entry.end() - entry.start()) / SECTOR)
                .toList();
    }
}
