package io.pureboot.controller.library.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes that hfsutils made and filled, read back. */
class HfsReaderTest {
    private static final long OFFSET = 1 << 20;
    private static final int SIZE = 24 << 20;

    @TempDir
    Path directory = Path.of("");

    private Path image = Path.of("");

    @BeforeEach
    void makeVolume() throws IOException {
        for (String tool : List.of("hformat", "hmount", "hcopy", "hmkdir", "hdel")) {
            Prerequisites.requireTool(tool);
        }
        image = TestDisk.blank(directory.resolve("volume"), SIZE);
        hfs("hformat", "-l", "Old Mac", image.toString());
    }

    // hfsutils keep what is mounted in a file of the home folder.
    private void hfs(String... argv) throws IOException {
        ProcessBuilder tool = new ProcessBuilder(argv)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile());
        tool.environment().put("HOME", directory.toString());
        try {
            int code = tool.start().waitFor();
            assertEquals(0, code, () -> String.join(" ", argv) + ": " + said());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private String said() {
        try {
            return Files.readString(directory.resolve("said"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Path random(String name, int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return Files.write(directory.resolve(name), bytes);
    }

    // Inside a disk, as a partition of an old Mac's would be.
    private Place disk() throws IOException {
        Path disk = TestDisk.blank(directory.resolve("disk.img"), OFFSET + SIZE + 4096);
        try (RandomAccessFile out = new RandomAccessFile(disk.toFile(), "rw")) {
            out.seek(OFFSET);
            out.write(Files.readAllBytes(image));
        }
        return new Place(disk, OFFSET, SIZE, "hfs");
    }

    private Map<String, FileRecord> files(OpenFileSystem volume) {
        return volume.files().stream()
                .collect(Collectors.toMap(file -> file.path().text(), file -> file));
    }

    private Path copied(OpenFileSystem volume, String path) throws IOException {
        Path target = directory.resolve("copied");
        FileRecord file = files(volume).get(path);
        assertTrue(file != null, () -> path + " of " + files(volume).keySet());
        if (file != null) {
            volume.copy(file, target);
        }
        return target;
    }

    @Test
    @DisplayName("NB1 NR4 NR7 HFS: files in folders, resource forks, odd names, as they were put there")
    void files() throws IOException {
        Path big = random("big", 5_000_001);
        Path icon = random("icon", 3000);
        hfs("hmount", image.toString());
        hfs("hmkdir", "Folder");
        hfs("hmkdir", ":Folder:Inner");
        hfs("hcopy", "-r", big.toString(), ":Folder:Inner:Große Datei 1/2");
        // MacBinary carries both forks.
        hfs("hcopy", "-m", macBinary(icon).toString(), ":Icon");
        try (OpenFileSystem volume = Readers.hfs().open(disk(), directory)) {
            assertEquals(List.of(), volume.gaps());
            // hfsutils take names as the bytes they are; on the volume these mean something else.
            String name = new String("Große Datei 1:2".getBytes(StandardCharsets.UTF_8), Charset.forName("x-MacRoman"));
            assertEquals(-1, Files.mismatch(big, copied(volume, "/Folder/Inner/" + name)));
            assertEquals(-1, Files.mismatch(icon, copied(volume, "/Icon:RSRC")));
            assertEquals(0, Files.size(copied(volume, "/Icon")));
            assertEquals(6, volume.files().size(), () -> files(volume).keySet().toString());
            long now = System.currentTimeMillis() / 1000;
            FileRecord file =
                    files(volume).getOrDefault("/Icon:RSRC", volume.files().getFirst());
            assertEquals('d', files(volume).getOrDefault("/Folder/Inner", file).kind());
            // Local time is kept: a day more or less.
            assertTrue(
                    Math.abs(now - files(volume).getOrDefault("/Folder", file).mtime()) < 90_000, file::toString);
        }
    }

    // A file with no data fork, and these bytes as its resource fork.
    private Path macBinary(Path resource) throws IOException {
        byte[] fork = Files.readAllBytes(resource);
        byte[] all = new byte[128 + (fork.length + 127) / 128 * 128];
        all[1] = 4;
        System.arraycopy("Icon".getBytes(StandardCharsets.US_ASCII), 0, all, 2, 4);
        System.arraycopy("TEXTttxt".getBytes(StandardCharsets.US_ASCII), 0, all, 65, 8);
        java.nio.ByteBuffer.wrap(all).putInt(87, fork.length);
        all[122] = (byte) 129;
        all[123] = (byte) 129;
        System.arraycopy(fork, 0, all, 128, fork.length);
        int sum = 0;
        for (int i = 0; i < 124; i++) {
            sum ^= (all[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum & 0x8000) != 0 ? sum << 1 ^ 0x1021 : sum << 1;
            }
        }
        java.nio.ByteBuffer.wrap(all).putShort(124, (short) sum);
        return Files.write(directory.resolve("icon.bin"), all);
    }

    @Test
    @DisplayName("NB1 NR4 HFS: a catalog of many nodes, and a file in more pieces than its record names")
    void large() throws IOException {
        hfs("hmount", image.toString());
        Path small = random("small", 40_000);
        List<String> copy = new ArrayList<>(List.of("hcopy", "-r"));
        for (int i = 0; i < 400; i++) {
            copy.add(Files.copy(small, directory.resolve("f" + i)).toString());
        }
        copy.add(":");
        hfs(copy.toArray(String[]::new));
        List<String> odd = new ArrayList<>(List.of("hdel"));
        for (int i = 1; i < 400; i += 2) {
            odd.add(":f" + i);
        }
        Collections.shuffle(odd.subList(1, odd.size()), new Random(4));
        hfs(odd.toArray(String[]::new));
        Path scattered = random("scattered", 13_000_000);
        hfs("hcopy", "-r", scattered.toString(), ":scattered");
        try (OpenFileSystem volume = Readers.hfs().open(disk(), directory)) {
            assertEquals(List.of(), volume.gaps());
            assertEquals(202, volume.files().size());
            assertEquals(-1, Files.mismatch(scattered, copied(volume, "/scattered")));
            assertEquals(-1, Files.mismatch(small, copied(volume, "/f398")));
        }
    }

    private static void exchange(Path file, long at, byte[] bytes, boolean write) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at);
            if (write) {
                raw.write(bytes);
            } else {
                raw.readFully(bytes);
            }
        }
    }

    @Test
    @DisplayName("NB1 NR4 HFS: damage anywhere in its tables is said, and it is never just emptier")
    void damaged() throws IOException {
        hfs("hmount", image.toString());
        for (int i = 0; i < 60; i++) {
            hfs("hcopy", "-r", random("file" + i, 700 + i).toString(), ":");
        }
        Place whole = disk();
        Map<String, FileRecord> before;
        try (OpenFileSystem volume = Readers.hfs().open(whole, directory)) {
            before = files(volume);
        }
        Random random = new Random(11);
        int said = 0;
        for (int round = 0; round < 400; round++) {
            // The master directory block, or a block of the two trees at the start of the volume.
            int at = (int) OFFSET + (round % 4 == 0 ? 1024 + 20 : random.nextInt(400 << 10));
            byte[] good = new byte[round % 4 == 0 ? 140 : 512];
            exchange(whole.image(), at, good, false);
            byte[] bad = good.clone();
            for (int i = 0; i < 60; i++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            exchange(whole.image(), at, bad, true);
            try (OpenFileSystem volume = Readers.hfs().open(whole, directory)) {
                boolean fewer = !volume.files().stream()
                        .map(file -> file.path().text())
                        .collect(Collectors.toSet())
                        .containsAll(before.keySet());
                // A name that changed is as good as another; one that is gone is not.
                if (fewer && volume.files().size() < before.size()) {
                    assertTrue(!volume.gaps().isEmpty(), "round " + round);
                }
                said += volume.gaps().isEmpty() ? 0 : 1;
            } catch (IOException e) {
                said++;
            }
            exchange(whole.image(), at, good, true);
        }
        assertTrue(said > 80, "only " + said);
        try (RandomAccessFile out = new RandomAccessFile(whole.image().toFile(), "rw")) {
            out.setLength(OFFSET + 2000);
        }
        assertThrows(IOException.class, () -> Readers.hfs().open(whole, directory));
    }
}
