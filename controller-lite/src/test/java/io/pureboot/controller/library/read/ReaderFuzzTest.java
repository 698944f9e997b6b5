package io.pureboot.controller.library.read;

import io.pureboot.controller.library.read.hfs.HfsFuzz;
import io.pureboot.controller.library.read.iso.IsoFuzz;
import io.pureboot.linux.table.fuzz.Corpus;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What coverage-guided fuzzing of the readers found worth keeping, and variations of it. */
class ReaderFuzzTest {
    static Stream<Arguments> targets() {
        return Stream.of(
                target("iso", IsoFuzz::fuzzerTestOneInput),
                target("hfs", HfsFuzz::fuzzerTestOneInput),
                target("debugfs", DebugfsFuzz::fuzzerTestOneInput),
                target("xfs_db", XfsDbFuzz::fuzzerTestOneInput),
                target("dump-tree", DumpTreeFuzz::fuzzerTestOneInput),
                target("fls", FlsFuzz::fuzzerTestOneInput),
                target("7zz", SevenZipFuzz::fuzzerTestOneInput));
    }

    private static Arguments target(String folder, Corpus.Target target) {
        return Arguments.of(folder, target);
    }

    @DisplayName("NR4 NX2 nothing that is read, or that a tool prints, makes a reader fail otherwise than by a reason")
    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void corpus(String folder, Corpus.Target target) throws IOException {
        Corpus.replay("fuzz/" + folder, target);
    }
}
