package io.pureboot.controller.library.ingest;

import io.pureboot.controller.library.read.Place;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.table.TableRecognizer;
import io.pureboot.linux.table.bytes.FileBytes;
import io.pureboot.linux.table.bytes.ImageBytes;
import io.pureboot.linux.table.bytes.SubImage;
import io.pureboot.linux.table.content.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A source as one run of bytes of a file: as it lies in the image, or put together from its pieces. */
final class PlainPlace {
    private static final int BLOCK = 1 << 16;

    private PlainPlace() {}

    static Place of(Path image, Source source, Path work) throws IOException {
        Content content = source.content();
        if (source.extents().size() == 1 && content != null) {
            Extent only = source.extents().getFirst();
            return new Place(image, only.start(), only.length(), content.type());
        }
        if (source.extents().size() == 1) {
            Extent only = source.extents().getFirst();
            try (FileBytes bytes = new FileBytes(image)) {
                return new Place(
                        image, only.start(), only.length(), typeOf(new SubImage(bytes, only.start(), only.length())));
            }
        }
        Path whole = work.resolve("volume");
        join(image, source, whole);
        try (FileBytes bytes = new FileBytes(whole)) {
            return new Place(whole, 0, bytes.size(), typeOf(bytes));
        }
    }

    private static String typeOf(ImageBytes bytes) throws IOException {
        Content found = TableRecognizer.recognize(bytes).wholeDisk();
        if (found == null) {
            throw new IOException("no file system is recognised in it");
        }
        return found.type();
    }

    // Zeros become holes.
    private static void join(Path image, Source source, Path whole) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
        ByteBuffer zeros = ByteBuffer.allocate(BLOCK);
        long to = 0;
        try (FileChannel in = FileChannel.open(image, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(whole, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (Extent extent : source.extents()) {
                for (long done = 0; done < extent.length(); ) {
                    buffer.clear().limit((int) Math.min(BLOCK, extent.length() - done));
                    int got = in.read(buffer, extent.start() + done);
                    if (got <= 0) {
                        throw new IOException("truncated: it ends behind the image's end");
                    }
                    buffer.flip();
                    if (!buffer.equals(zeros.slice(0, got))) {
                        out.write(buffer, to);
                    }
                    done += got;
                    to += got;
                }
            }
            if (out.size() < to) {
                out.write(ByteBuffer.allocate(1), to - 1);
            }
        }
    }
}
