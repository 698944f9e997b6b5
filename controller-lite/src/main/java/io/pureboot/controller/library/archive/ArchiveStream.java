package io.pureboot.controller.library.archive;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The bytes inside a {@code .zst}: all its frames one behind the other, with windows up to what {@code zstd --long=31}
 * makes. A file that is cut or damaged ends in an IOException, never early.
 */
public final class ArchiveStream extends InputStream {
    private static final int LONGEST_WINDOW = 31;
    private static final long SMALL_WINDOW = 128L << 20;
    private static final Path MEMORY = Path.of("/proc/meminfo");

    private final FileChannel file;
    private final ReadAhead in;

    private ArchiveStream(FileChannel file, ReadAhead in) {
        this.file = file;
        this.in = in;
    }

    /** Opens for reading only. */
    public static ArchiveStream open(Path archive) throws IOException {
        FileChannel file = FileChannel.open(archive, StandardOpenOption.READ);
        try {
            PushbackInputStream raw = new PushbackInputStream(Channels.newInputStream(file), ZstdWindow.HEADER);
            byte[] start = raw.readNBytes(ZstdWindow.HEADER);
            raw.unread(start);
            if (!ZstdWindow.isZstd(start)) {
                throw new IOException(start.length == 0 ? "it is empty" : "it is no zstd data");
            }
            checkMemory(ZstdWindow.bytes(start));
            ZstdInputStreamNoFinalizer in = new ZstdInputStreamNoFinalizer(raw, RecyclingBufferPool.INSTANCE);
            in.setLongMax(LONGEST_WINDOW);
            return new ArchiveStream(file, new ReadAhead(in));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void checkMemory(long window) throws IOException {
        if (window <= SMALL_WINDOW) {
            return;
        }
        if (window > 1L << LONGEST_WINDOW) {
            throw new IOException(
                    "it was packed with a window of %d MiB, larger than zstd itself unpacks".formatted(window >> 20));
        }
        long available = availableMemory();
        if (window + SMALL_WINDOW > available) {
            throw new IOException("unpacking needs %d MiB of memory, %d MiB are free: run it on a larger machine"
                    .formatted(window >> 20, available >> 20));
        }
    }

    private static long availableMemory() throws IOException {
        if (!Files.isReadable(MEMORY)) {
            return Long.MAX_VALUE;
        }
        List<String> lines = Files.readAllLines(MEMORY);
        return lines.stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** Bytes of the file read so far; 0 when it is closed. */
    public long compressedPosition() throws IOException {
        return file.isOpen() ? file.position() : 0;
    }

    @Override
    public int read() throws IOException {
        return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return in.read(target, offset, length);
    }

    @Override
    public void close() throws IOException {
        in.close();
        file.close();
    }
}
