package io.pureboot.controller.library.tar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Writes plain files as a tar that every tar reads; sizes beyond 8 GiB as GNU tar writes them. */
public final class TarWriter {
    private static final int LONGEST_NAME = 100;
    private static final long LARGEST_OCTAL = 0777_7777_7777L;

    /** Sees the bytes of a file as they are written. */
    public interface Watcher {
        void bytes(byte[] bytes, int offset, int length);
    }

    private final OutputStream out;

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    public void add(String name, Path file, Watcher watcher) throws IOException {
        long size = Files.size(file);
        out.write(header(name, size, Files.getLastModifiedTime(file).to(TimeUnit.SECONDS)));
        long left = size;
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            while (left > 0) {
                int got = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (got < 0) {
                    throw new IOException("%s became shorter while it was read".formatted(file));
                }
                watcher.bytes(buffer, 0, got);
                out.write(buffer, 0, got);
                left -= got;
            }
        }
        out.write(new byte[(int) (Math.ceilDiv(size, (long) TarInput.BLOCK) * TarInput.BLOCK - size)]);
    }

    /** Writes the end mark. */
    public void end() throws IOException {
        out.write(new byte[2 * TarInput.BLOCK]);
        out.flush();
    }

    private static byte[] header(String name, long size, long mtime) throws IOException {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        if (encoded.length > LONGEST_NAME) {
            throw new IOException("too long a name for a tar: " + name);
        }
        byte[] block = new byte[TarInput.BLOCK];
        ByteBuffer header = ByteBuffer.wrap(block);
        header.put(0, encoded);
        text(header, 100, "0000600\0");
        text(header, 108, "0000000\0");
        text(header, 116, "0000000\0");
        if (size <= LARGEST_OCTAL) {
            text(header, 124, String.format(Locale.ROOT, "%011o\0", size));
        } else {
            header.put(124, (byte) 0x80).putLong(128, size);
        }
        text(header, 136, String.format(Locale.ROOT, "%011o\0", Math.clamp(mtime, 0, LARGEST_OCTAL)));
        text(header, 148, "        ");
        text(header, 156, "0");
        text(header, 257, "ustar  \0");
        int sum = 0;
        for (byte b : block) {
            sum += Byte.toUnsignedInt(b);
        }
        text(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        return block;
    }

    private static void text(ByteBuffer header, int at, String text) {
        header.put(at, text.getBytes(StandardCharsets.US_ASCII));
    }
}
