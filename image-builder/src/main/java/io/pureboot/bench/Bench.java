package io.pureboot.bench;

import java.io.IOException;
import java.util.List;

/** One benchmark. */
interface Bench {
    String name();

    /** Says on {@code progress} what it does. */
    List<Figure> run(Progress progress) throws IOException, InterruptedException;

    /** Where lines for the person who waits go. */
    interface Progress {
        void say(String line);
    }
}
