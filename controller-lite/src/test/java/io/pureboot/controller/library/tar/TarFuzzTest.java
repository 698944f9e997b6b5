package io.pureboot.controller.library.tar;

import io.pureboot.linux.table.fuzz.Corpus;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What coverage-guided fuzzing found worth keeping, and variations of it: no failure, no hang. */
class TarFuzzTest {
    @Test
    @DisplayName("NA2 NX2 no bytes make the tar reader fail otherwise than by saying that they are damaged")
    void corpus() throws IOException {
        Corpus.replay("fuzz/tar", TarFuzz::fuzzerTestOneInput);
    }
}
