package io.pureboot.image;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Part of an initial RAM disk: several, one after the other in a file, are one. */
final class RamDisk {
    private static final int BUFFER = 1 << 20;
    /** More than one: then zstd cuts its input the same way however many workers there are. */
    private static final int WORKERS = 2;

    private RamDisk() {}

    /**
     * @param first paths to unpack before all others
     * @return size before compression, in bytes
     */
    static long write(Tree tree, List<String> first, Instant time, int level, Path file) throws IOException {
        long raw;
        try (OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
                ZstdOutputStream packed = new ZstdOutputStream(bytes, level)) {
            packed.setWorkers(WORKERS);
            packed.setChecksum(true);
            try (OutputStream out = new BufferedOutputStream(packed, BUFFER)) {
                raw = CpioArchive.write(tree, first, time, out);
            }
        }
        // The kernel looks for the next archive at a multiple of four.
        long size = Files.size(file);
        try (OutputStream out = Files.newOutputStream(file, java.nio.file.StandardOpenOption.APPEND)) {
            out.write(new byte[(int) (-size & 3)]);
        }
        return raw;
    }
}
