package io.pureboot.linux.table;

import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The set of real images with known answers that lies beside the project; absent elsewhere than in its CI. */
public final class TestImages {
    private static final String PLACE = "shared/testdata/images";

    private TestImages() {}

    /** Its folder; skips or fails the test when it is missing. */
    public static Path folder() {
        Path folder = find();
        Prerequisites.require(folder != null, "the test images (" + PLACE + " beside the project)");
        return java.util.Objects.requireNonNull(folder);
    }

    public static boolean present() {
        return find() != null;
    }

    private static @org.jspecify.annotations.Nullable Path find() {
        Path dir = Path.of(System.getProperty("pureboot.root", "."))
                .toAbsolutePath()
                .normalize();
        for (; dir != null; dir = dir.getParent()) {
            Path folder = dir.resolve(PLACE);
            if (Files.isRegularFile(folder.resolve("manifest.tsv"))) {
                return folder;
            }
        }
        return null;
    }

    /** A table with a header line, one map of column to value a row. */
    public static List<Map<String, String>> table(String name) throws IOException {
        List<String> lines = Files.readAllLines(folder().resolve(name));
        List<String> header = Arrays.asList(lines.getFirst().split("\t", -1));
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), i < cells.length ? cells[i] : "");
            }
            rows.add(row);
        }
        return rows;
    }

    /** Unpacks an image of the set, sparse. */
    public static void unpack(String file, Path target) throws IOException {
        byte[] buffer = new byte[1 << 20];
        try (var in = new com.github.luben.zstd.ZstdInputStream(Files.newInputStream(folder().resolve(file)));
                FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long position = 0;
            for (int n = in.readNBytes(buffer, 0, buffer.length); n > 0; n = in.readNBytes(buffer, 0, buffer.length)) {
                boolean zero = true;
                for (int i = 0; i < n && zero; i++) {
                    zero = buffer[i] == 0;
                }
                if (!zero) {
                    out.write(ByteBuffer.wrap(buffer, 0, n), position);
                }
                position += n;
            }
            setLength(out, position);
        }
    }

    /** Makes a file at least that long, by a hole. */
    public static void setLength(FileChannel file, long length) throws IOException {
        if (file.size() < length) {
            file.write(ByteBuffer.allocate(1), length - 1);
        }
    }
}
