package io.pureboot.controller.library.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/** NTFS's own tables, for Jazzer and for the tests of the corpus; the first byte tells the size of a record. */
public final class NtfsTableFuzz {
    private static final int STRIDE = 512;

    private NtfsTableFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] table = Arrays.copyOfRange(input, 1, input.length);
        try {
            NtfsTable read = NtfsTable.read(new ByteArrayInputStream(table), input[0] * STRIDE);
            long most = table.length / STRIDE;
            if (read.notStored().size() > most || read.symbolicLinks().size() > most) {
                throw new IllegalStateException("more files than records");
            }
        } catch (IOException e) {
            // What is not understood looks like this.
        }
        NtfsTable.isDirty(table);
        NtfsTable.hasLog(table);
    }
}
