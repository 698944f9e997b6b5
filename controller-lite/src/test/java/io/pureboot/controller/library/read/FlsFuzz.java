package io.pureboot.controller.library.read;

import java.util.Arrays;
import java.util.List;

/** The reader of what {@code fls} prints, for Jazzer and for the tests of the corpus; the first byte tells of which kind. */
public final class FlsFuzz {
    private static final List<String> TYPES = List.of("ntfs", "vfat", "exfat", "hfsplus", "ufs");

    private FlsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        copies(input);
    }

    static int copies(byte[] input) {
        if (input.length == 0) {
            return 0;
        }
        String type = TYPES.get(Byte.toUnsignedInt(input[0]) % TYPES.size());
        return FuzzedTool.fuzz(Arrays.copyOfRange(input, 1, input.length), type, SleuthkitReader::new);
    }
}
