package io.pureboot.controller.library.check;

import io.pureboot.controller.library.tar.MemberPieces.Piece;
import io.pureboot.linux.table.ImageLayout;
import io.pureboot.linux.table.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides, while an image passes, whether it is written. The first pieces are held in memory; writing begins as soon
 * as the image surely is to be kept, or nothing is known when no more can be held. What looked like one partition for
 * that long is let go; should its end tell otherwise, the archive is read a second time.
 */
final class Keeping {
    private static final long HELD = 16L << 20;

    /** Opens the image for writing. */
    interface Opener {
        KeptImage open() throws IOException;
    }

    /** How it ended. */
    enum Outcome {
        KEPT,
        DROPPED,
        /** To be kept, but already gone by or different from what is there: to be written in a second pass. */
        MISSED
    }

    private final Opener opener;
    private final boolean certain;
    private final List<Piece> held = new ArrayList<>();
    private long heldBytes;
    private @Nullable KeptImage image;
    private boolean passing;

    /** @param certain it is known to be kept, from an earlier pass */
    Keeping(Opener opener, boolean certain) {
        this.opener = opener;
        this.certain = certain;
    }

    /** Whether pieces are kept in memory: their buffers may not be used again. */
    boolean holds() {
        return image == null && !passing;
    }

    /** The next piece, and what is known of the image with it. */
    void take(Piece piece, ImageLayout layout) throws IOException {
        if (passing) {
            return;
        }
        if (image != null) {
            image.write(piece);
            return;
        }
        held.add(piece);
        heldBytes += piece.bytes() == null ? 0 : piece.length();
        if (certain || layout.verdict() == Verdict.MULTIPLE) {
            begin();
        } else if (heldBytes > HELD) {
            if (layout.verdict() == Verdict.UNKNOWN) {
                begin();
            } else {
                passing = true;
                held.clear();
            }
        }
    }

    private KeptImage begin() throws IOException {
        KeptImage opened = opener.open();
        image = opened;
        for (Piece piece : held) {
            opened.write(piece);
        }
        held.clear();
        return opened;
    }

    /** All has passed; {@code layout} is the last word. */
    Outcome finish(ImageLayout layout) throws IOException {
        boolean keep = layout.verdict() == Verdict.MULTIPLE || layout.verdict() == Verdict.UNKNOWN;
        if (!keep && !certain) {
            abandon();
            return Outcome.DROPPED;
        }
        if (passing) {
            return Outcome.MISSED;
        }
        KeptImage whole = image != null ? image : begin();
        return whole.complete() ? Outcome.KEPT : Outcome.MISSED;
    }

    /** The archive was read to its end without damage. */
    void publish() throws IOException {
        if (image != null) {
            image.publish();
            image = null;
        }
    }

    /** Leaves nothing behind; also when the archive broke in the middle. */
    void abandon() throws IOException {
        held.clear();
        if (image != null) {
            image.discard();
            image = null;
        }
    }
}
