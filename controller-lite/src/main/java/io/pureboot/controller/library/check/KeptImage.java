package io.pureboot.controller.library.check;

import io.pureboot.controller.library.tar.MemberPieces.Piece;
import java.io.IOException;

/** Where an image that is to be kept goes, piece by piece from its start. */
interface KeptImage {
    void write(Piece piece) throws IOException;

    /**
     * All pieces are written.
     *
     * @return false when it must be written anew from its start
     */
    boolean complete() throws IOException;

    /** The archive it came from was read to its end without damage: the image gets its name. */
    void publish() throws IOException;

    /** The image is not to be kept after all; also after {@link #complete}. */
    void discard() throws IOException;
}
