package io.pureboot.controller.library.read;

/** The reader of what {@code 7zz l -slt} prints, for Jazzer and for the tests of the corpus. */
public final class SevenZipFuzz {
    private SevenZipFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        copies(input);
    }

    static int copies(byte[] input) {
        return FuzzedTool.fuzz(input, "udf", SevenZipReader::new);
    }
}
