package io.pureboot.linux.table.fuzz;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What coverage-guided fuzzing found worth keeping, and variations of it: no failure, no hang. */
class TableFuzzTest {
    @Test
    @DisplayName("NA5 NC3 no bytes make recognition fail or hang, and a stream is never surer than the file")
    void corpus() throws IOException {
        Corpus.replay("fuzz/table", TableFuzz::fuzzerTestOneInput);
    }
}
