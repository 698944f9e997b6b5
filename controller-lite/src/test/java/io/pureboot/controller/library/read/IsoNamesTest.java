package io.pureboot.controller.library.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.linux.table.TestImages;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discs whose Joliet names are not all they have. */
class IsoNamesTest {
    private static final int SECTOR = 2048;
    private static final int JOLIET_ROOT = 17 * SECTOR + 156;
    private static final int PLAIN_ROOT = 16 * SECTOR + 156;

    @TempDir
    Path directory = Path.of("");

    private Path image = Path.of("");

    @BeforeEach
    void unpack() throws IOException {
        Prerequisites.requireTool("fls");
        image = directory.resolve("disc.img");
        TestImages.unpack("images/ul-fs-iso-joliet.img.zst", image);
    }

    private Place disc() throws IOException {
        return new Place(image, 0, Files.size(image), "iso9660");
    }

    private OpenFileSystem open() throws IOException {
        return new SleuthkitReader(new ProcessCommandRunner()).open(disc(), directory);
    }

    // Its records begin with their length; the first two are the folder itself and the one above it.
    private static int lastRecord(ByteBuffer bytes, int root) {
        int at = bytes.getInt(root + 2) * SECTOR;
        while (bytes.get(at + Byte.toUnsignedInt(bytes.get(at))) != 0) {
            at += Byte.toUnsignedInt(bytes.get(at));
        }
        return at;
    }

    @Test
    @DisplayName(
            "NR4 NX2 names that are in a disc's plain list alone, not in its Joliet one: said, not left out silently")
    void onlyPlain() throws IOException {
        try (OpenFileSystem whole = open()) {
            assertEquals(5, whole.files().size());
            assertEquals(List.of(), whole.gaps());
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(image)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(lastRecord(bytes, JOLIET_ROOT), (byte) 0);
        Files.write(image, bytes.array());
        try (OpenFileSystem less = open()) {
            assertEquals(4, less.files().size());
            assertEquals(
                    List.of(
                            "1 of the 4 names of the disc's plain list are not among its Joliet names, which are listed"),
                    less.gaps());
        }
    }

    @Test
    @DisplayName("NX2 a plain list that points anywhere, or to itself, ends in a reason or a count, and soon")
    void hostile() throws IOException {
        byte[] good = Files.readAllBytes(image);
        int plain = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getInt(PLAIN_ROOT + 2) * SECTOR;
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int seed = 0; seed < 400; seed++) {
                Random random = new Random(seed);
                byte[] bad = good.clone();
                for (int i = 0; i < 8; i++) {
                    int from = random.nextBoolean() ? PLAIN_ROOT : plain;
                    bad[from + random.nextInt(SECTOR / 4)] = (byte) random.nextInt(256);
                }
                Files.write(image, bad);
                try {
                    IsoNames.gaps(disc(), 4);
                } catch (IOException e) {
                    assertEquals("the folders of the disc's plain list are larger than folders are", e.getMessage());
                }
            }
        });
    }
}
