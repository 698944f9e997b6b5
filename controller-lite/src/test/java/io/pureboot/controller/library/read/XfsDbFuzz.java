package io.pureboot.controller.library.read;

/** The reader of what {@code xfs_db} prints, for Jazzer and for the tests of the corpus. */
public final class XfsDbFuzz {
    private XfsDbFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        copies(input);
    }

    static int copies(byte[] input) {
        return FuzzedTool.fuzz(input, "xfs", XfsReader::new);
    }
}
