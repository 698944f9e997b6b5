package io.pureboot.bench;

import java.io.IOException;

/** One way to get a disk onto another. */
interface Contender {
    String name();

    /** How much faster PureBoot has to be; 0.5 for the limit means at most twice its time. */
    double floor();

    /** Copies; the data is on the target's medium when this returns. */
    Copied copy(Disks disks) throws IOException, InterruptedException;
}
