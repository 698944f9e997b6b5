package io.pureboot.controller.library.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import io.pureboot.controller.library.TestDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check as a process with little memory, on archives with much in them. */
class CheckMemoryTest {
    private static final int IMAGES = 6_000;
    private static final int OTHERS = 150_000;

    @TempDir
    Path directory = Path.of("");

    private Path archives = Path.of("");

    /** A tar written member by member: nothing of it ever lies on the disk as files. */
    private interface Members {
        void write(OutputStream tar) throws IOException;
    }

    private void archive(String hash, Members members) throws IOException {
        archives = Files.createDirectories(directory.resolve("archives"));
        try (OutputStream tar = new ZstdOutputStream(Files.newOutputStream(archives.resolve(hash + ".tar.zst")), 1)) {
            members.write(tar);
            tar.write(new byte[1024]);
        }
    }

    private static void member(OutputStream tar, String name, char type, byte[] body) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, String.format(Locale.ROOT, "%011o\0", body.length));
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += Byte.toUnsignedInt(b);
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        tar.write(header);
        tar.write(body);
        tar.write(new byte[(512 - body.length % 512) % 512]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static byte[] attribute(String key, byte[] value) {
        int rest = key.length() + value.length + 3;
        int length = rest + String.valueOf(rest + String.valueOf(rest).length()).length();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes((length + " " + key + "=").getBytes(StandardCharsets.US_ASCII));
        record.writeBytes(value);
        record.write('\n');
        return record.toByteArray();
    }

    // With the heap given; the log goes to standard output, where no line waits for a disk.
    private String check(String heap, int expectedCode) throws Exception {
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>(CheckProcess.command(
                "check",
                "--dry-run",
                "--anyway",
                "--archives",
                archives.toString(),
                "--staging",
                directory.resolve("staging").toString(),
                "--min-size",
                "0"));
        command.add(1, "-Xmx" + heap);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = process.waitFor();
        String said = Files.readString(output);
        assertEquals(expectedCode, code, () -> said.substring(Math.max(0, said.length() - 3000)));
        return said;
    }

    @Test
    @DisplayName("NG1 NM1 memory stays the same however many members, and however large the images")
    void manyMembers() throws Exception {
        byte[] one = Files.readAllBytes(TestDisk.gpt(directory.resolve("one"), 1));
        byte[] start = java.util.Arrays.copyOf(one, 4096);
        archive("many", tar -> {
            byte[] text = "nothing of interest\n".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < OTHERS; i++) {
                member(tar, "folder/with/a/rather/long/name/of/a/file/that/is/no/image-" + i, '0', text);
            }
            for (int i = 0; i < IMAGES; i++) {
                member(tar, "image-" + i + ".img", '0', start);
            }
            // 8 TiB of holes behind a GPT that says one partition.
            ByteArrayOutputStream sparse = new ByteArrayOutputStream();
            sparse.writeBytes(
                    attribute("GNU.sparse.size", String.valueOf(8L << 40).getBytes(StandardCharsets.US_ASCII)));
            sparse.writeBytes(attribute("GNU.sparse.map", ("0," + one.length).getBytes(StandardCharsets.US_ASCII)));
            member(tar, "pax", 'x', sparse.toByteArray());
            member(tar, "large.img", '0', one);
        });
        String said = check("56m", 1);
        assertTrue(said.contains("\"hash\":\"many\",\"removed_files\":" + OTHERS), "not to its end");
        assertEquals(
                IMAGES + 1,
                said.lines()
                        .filter(line -> line.contains("\"partition_check\""))
                        .count());
    }

    @Test
    @DisplayName("NX2 NC2 headers made to fill the memory end in an error, and the next archive is read")
    void hostileHeaders() throws Exception {
        byte[] filling = new byte[60 << 20];
        java.util.Arrays.fill(filling, (byte) '1');
        byte[] commas = new byte[60 << 20];
        for (int i = 0; i < commas.length; i++) {
            commas[i] = (byte) (i % 2 == 0 ? '0' : ',');
        }
        // Runs of one byte: as many as fit.
        ByteArrayOutputStream runs = new ByteArrayOutputStream();
        for (long i = 0; runs.size() < 50 << 20; i += 2) {
            runs.writeBytes((i + ",1,").getBytes(StandardCharsets.US_ASCII));
        }
        runs.write('0');
        archive("a", tar -> member(tar, "pax", 'x', attribute("GNU.sparse.map", filling)));
        archive("b", tar -> {
            ByteArrayOutputStream pax = new ByteArrayOutputStream();
            pax.writeBytes(attribute("GNU.sparse.size", "1000".getBytes(StandardCharsets.US_ASCII)));
            pax.writeBytes(attribute("GNU.sparse.map", commas));
            member(tar, "pax", 'x', pax.toByteArray());
            member(tar, "b.img", '0', new byte[0]);
        });
        archive("c", tar -> {
            ByteArrayOutputStream pax = new ByteArrayOutputStream();
            pax.writeBytes(attribute("GNU.sparse.size", "100000000".getBytes(StandardCharsets.US_ASCII)));
            pax.writeBytes(attribute("GNU.sparse.map", runs.toByteArray()));
            member(tar, "pax", 'x', pax.toByteArray());
            member(tar, "c.img", '0', new byte[0]);
        });
        byte[] two = Files.readAllBytes(TestDisk.gpt(directory.resolve("two"), 2));
        archive("d", tar -> member(tar, "d.img", '0', two));
        // What ./pureboot images gives it.
        String said = check("512m", 1);
        for (String hash : List.of("a", "b", "c")) {
            assertTrue(
                    said.lines().anyMatch(line -> line.contains("\"error\",\"hash\":\"" + hash + "\"")),
                    () -> hash + ": " + said);
        }
        assertTrue(said.contains("\"img\":\"d.img\",\"partitions\":2,\"action\":\"KEPT\""), said);
        assertTrue(said.contains("\"script_complete\""), said);
    }
}
