package io.pureboot.controller.library.check;

import io.pureboot.controller.library.tar.MemberPieces;
import io.pureboot.controller.library.tar.MemberPieces.Piece;
import io.pureboot.controller.library.tar.SparseMap;
import io.pureboot.controller.library.tar.TarReader;
import io.pureboot.linux.table.ImageLayout;
import io.pureboot.linux.table.TableRecognizer;
import io.pureboot.linux.table.bytes.StreamedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One image passing by: its table is recognised, and the image kept or let go. */
final class ImageScan {
    /** What came of it. */
    record Result(ImageLayout layout, Keeping.Outcome outcome) {}

    private final TarReader reader;
    private final Runnable progress;
    private final byte[][] buffers = new byte[2][MemberPieces.SIZE];

    ImageScan(TarReader reader, Runnable progress) {
        this.reader = reader;
        this.progress = progress;
    }

    Result scan(SparseMap map, Keeping keeping) throws IOException {
        boolean done = false;
        try {
            StreamedBytes image = new StreamedBytes(map.size());
            MemberPieces pieces = new MemberPieces(reader, map);
            ImageLayout layout = TableRecognizer.recognize(image);
            int turn = 0;
            for (Piece piece = pieces.next(buffer(keeping, turn));
                    piece != null;
                    piece = pieces.next(buffer(keeping, ++turn))) {
                if (accept(image, piece)) {
                    layout = TableRecognizer.recognize(image);
                }
                keeping.take(piece, layout);
                progress.run();
            }
            layout = TableRecognizer.recognize(image);
            Keeping.Outcome outcome = keeping.finish(layout);
            done = true;
            return new Result(layout, outcome);
        } finally {
            if (!done) {
                keeping.abandon();
            }
        }
    }

    private static boolean accept(StreamedBytes image, Piece piece) {
        byte[] bytes = piece.bytes();
        return bytes == null
                ? image.acceptHole(piece.length())
                : image.accept(ByteBuffer.wrap(bytes, 0, (int) piece.length()));
    }

    // The recogniser looks back one piece: two buffers by turns, fresh ones while pieces are held.
    private byte[] buffer(Keeping keeping, int turn) {
        return keeping.holds() ? new byte[MemberPieces.SIZE] : buffers[turn % 2];
    }
}
