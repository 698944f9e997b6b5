package io.pureboot.linux.table;

/** How sure an answer is. */
public enum Certainty {
    /** Checksums or several independent facts agree. */
    SURE,
    /** The magic and the bounds fit, nothing speaks against it. */
    LIKELY,
    /** Something speaks against it, or a part could not be read. */
    DOUBTFUL
}
