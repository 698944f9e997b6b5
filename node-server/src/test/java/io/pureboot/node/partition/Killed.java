package io.pureboot.node.partition;

/** Ends the thread of a job as a power cut would: nothing catches it, nothing is tidied up. */
final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(String where) {
        super(where, null, false, false);
    }
}
