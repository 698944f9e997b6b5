package io.pureboot.controller.library.read;

/** The reader of what {@code btrfs inspect-internal dump-tree} prints, for Jazzer and for the tests of the corpus. */
public final class DumpTreeFuzz {
    private DumpTreeFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        copies(input);
    }

    static int copies(byte[] input) {
        return FuzzedTool.fuzz(input, "btrfs", BtrfsReader::new);
    }
}
