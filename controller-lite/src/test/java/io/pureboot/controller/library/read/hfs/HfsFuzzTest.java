package io.pureboot.controller.library.read.hfs;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.table.fuzz.Corpus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What coverage-guided fuzzing found worth keeping, and variations of it: no failure, no hang. */
class HfsFuzzTest {
    private static final int VARIATIONS = 5_000;

    @Test
    @DisplayName("NR4 NX2 no bytes make the reader of HFS fail otherwise than by a reason")
    void corpus() throws IOException {
        List<byte[]> corpus = Corpus.of("fuzz/hfs");
        assertTrue(corpus.size() > 10, "the corpus is missing");
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (byte[] input : corpus) {
                HfsFuzz.fuzzerTestOneInput(input);
            }
            Random random = new Random(5);
            for (int i = 0; i < VARIATIONS; i++) {
                HfsFuzz.fuzzerTestOneInput(Corpus.vary(corpus.get(random.nextInt(corpus.size())), random));
            }
        });
    }
}
