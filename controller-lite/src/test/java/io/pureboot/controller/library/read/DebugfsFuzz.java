package io.pureboot.controller.library.read;

/** The reader of what {@code debugfs} prints of an ext file system, for Jazzer and for the tests of the corpus. */
public final class DebugfsFuzz {
    private DebugfsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        copies(input);
    }

    static int copies(byte[] input) {
        return FuzzedTool.fuzz(input, "ext4", ExtReader::new);
    }
}
