package io.pureboot.controller.library.check;

import io.pureboot.controller.library.tar.MemberPieces.Piece;

/** Keeps nothing: a dry run. */
final class NoImage implements KeptImage {
    @Override
    public void write(Piece piece) {}

    @Override
    public boolean complete() {
        return true;
    }

    @Override
    public void publish() {}

    @Override
    public void discard() {}
}
