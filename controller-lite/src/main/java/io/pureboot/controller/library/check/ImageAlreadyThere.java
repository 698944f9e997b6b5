package io.pureboot.controller.library.check;

import io.pureboot.controller.library.tar.MemberPieces.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An image an earlier run kept: compared with the archive instead of written again. */
final class ImageAlreadyThere implements KeptImage {
    private final FileChannel file;
    private final ByteBuffer there = ByteBuffer.allocate(1 << 20);
    private boolean same = true;

    ImageAlreadyThere(Path image) throws IOException {
        file = FileChannel.open(image, StandardOpenOption.READ);
    }

    @Override
    public void write(Piece piece) throws IOException {
        byte[] bytes = piece.bytes();
        for (long done = 0; same && done < piece.length(); ) {
            there.clear().limit((int) Math.min(there.capacity(), piece.length() - done));
            while (there.hasRemaining() && file.read(there, piece.start() + done + there.position()) > 0) {}
            ByteBuffer expected =
                    bytes == null ? ByteBuffer.allocate(there.limit()) : ByteBuffer.wrap(bytes, 0, there.limit());
            same = there.flip().equals(expected);
            done += expected.limit();
        }
    }

    @Override
    public boolean complete() throws IOException {
        file.close();
        return same;
    }

    @Override
    public void publish() {}

    /** Nothing was written; the decision's owner removes the file. */
    @Override
    public void discard() throws IOException {
        file.close();
    }
}
