package io.pureboot.controller.library.read.iso;

import java.io.IOException;

/** How much of a disc is read for its list: folders of a hostile one may overlap and lead anywhere. */
final class IsoBudget {
    private long folders = 512L << 20;
    private int continuations = 2_000_000;

    void takeFolder(long bytes) throws IOException {
        folders -= bytes;
        check(folders);
    }

    void takeContinuation() throws IOException {
        continuations--;
        check(continuations);
    }

    private static void check(long left) throws IOException {
        if (left < 0) {
            throw new IOException("its folders are larger than those of a disc are: not all of them are listed");
        }
    }
}
