package io.pureboot.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** An image three quarters full of this machine's own programs and documents, the rest of it holes. */
final class FilledImage {
    private static final int BLOCK = 4096;
    private static final long FIRST = 2L << 20;

    private FilledImage() {}

    static void make(Path image, long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size);
        }
        long end = size / 4 * 3;
        try (FileChannel out = FileChannel.open(image, StandardOpenOption.WRITE)) {
            long at = FIRST;
            while (at < end) {
                long before = at;
                for (String place : List.of("/usr/lib", "/usr/share", "/usr/bin")) {
                    at = fill(Path.of(place), out, at, end);
                }
                if (at == before) {
                    throw new IOException("found no files to fill an image with");
                }
            }
        }
    }

    private static long fill(Path place, FileChannel out, long start, long end) throws IOException {
        long at = start;
        try (Stream<Path> all = Files.walk(place)) {
            for (Iterator<Path> files = all.iterator(); files.hasNext() && at < end; ) {
                Path file = files.next();
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(file)) {
                    long length = copy(file, out, at);
                    at += Math.ceilDiv(length, BLOCK) * BLOCK;
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("the files of this machine cannot be listed: " + e.getMessage(), e);
        }
        return at;
    }

    private static long copy(Path file, FileChannel out, long to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        long done = 0;
        try (FileChannel in = FileChannel.open(file)) {
            while (in.read(buffer.clear()) > 0) {
                done += out.write(buffer.flip(), to + done);
            }
        }
        return done;
    }
}
