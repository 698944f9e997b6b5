package io.pureboot.controller.library.read;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.read.hfs.HfsFuzz;
import io.pureboot.controller.library.read.iso.IsoFuzz;
import io.pureboot.linux.table.fuzz.Corpus;
import java.io.IOException;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What coverage-guided fuzzing of the readers found worth keeping, and variations of it. */
class ReaderFuzzTest {
    /** Of what tools print, as a reader then writes files. */
    private static final int VARIATIONS = 1_000;

    static Stream<Arguments> parsers() {
        return Stream.of(
                parser("iso", IsoFuzz::fuzzerTestOneInput),
                parser("hfs", HfsFuzz::fuzzerTestOneInput),
                parser("ntfs", NtfsTableFuzz::fuzzerTestOneInput));
    }

    static Stream<Arguments> tools() {
        return Stream.of(
                tool("debugfs", DebugfsFuzz::copies),
                tool("xfs_db", XfsDbFuzz::copies),
                tool("dump-tree", DumpTreeFuzz::copies),
                tool("fls", FlsFuzz::copies),
                tool("7zz", SevenZipFuzz::copies));
    }

    private static Arguments parser(String folder, Corpus.Target target) {
        return Arguments.of(folder, target);
    }

    private static Arguments tool(String folder, ToIntFunction<byte[]> copies) {
        return Arguments.of(folder, copies);
    }

    @DisplayName("NR4 NX2 nothing that is read makes a reader fail otherwise than by a reason")
    @ParameterizedTest(name = "{0}")
    @MethodSource("parsers")
    void read(String folder, Corpus.Target target) throws IOException {
        Corpus.replay("fuzz/" + folder, target);
    }

    @DisplayName("NR4 NX2 nothing that a tool prints makes a reader fail otherwise than by a reason")
    @ParameterizedTest(name = "{0}")
    @MethodSource("tools")
    void printed(String folder, ToIntFunction<byte[]> copies) throws IOException {
        Corpus.replay("fuzz/" + folder, input -> assertTrue(copies.applyAsInt(input) >= 0), VARIATIONS);
    }

    // Where a reader asks in another order than before, such inputs end early and show nothing: record them anew.
    @DisplayName("NR4 the corpus leads each reader all the way, to the contents of files")
    @ParameterizedTest(name = "{0}")
    @MethodSource("tools")
    void reachesContents(String folder, ToIntFunction<byte[]> copies) throws IOException {
        assertTrue(Corpus.of("fuzz/" + folder).stream().mapToInt(copies).max().orElse(0) > 1);
    }
}
