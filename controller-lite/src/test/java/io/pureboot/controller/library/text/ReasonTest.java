package io.pureboot.controller.library.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Errors of a real file system in words. */
class ReasonTest {
    @TempDir
    Path directory = Path.of("");

    private static String reason(Executable action) {
        return Reason.of(assertThrows(IOException.class, action));
    }

    @Test
    @DisplayName("the reason is told besides the file's name")
    void reasons() throws IOException {
        Path none = directory.resolve("none");
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertEquals("there is no " + none, reason(() -> Files.size(none)));
        assertEquals(file + " is no folder", reason(() -> Files.newDirectoryStream(file)));
        assertEquals(file + " is there already", reason(() -> Files.createDirectory(file)));
        assertEquals(directory + ": Is a directory", reason(() -> Files.writeString(directory, "x")));
        assertEquals("EOFException", Reason.of(new java.io.EOFException()));
    }

    @Test
    @DisplayName("characters that a terminal obeys are shown as escapes, all others as they are")
    void printable() {
        assertEquals(
                "gr\u00fc\u00df \\u001b[1m\\u000a\\u202e \ud83d\ude00",
                Printable.of("gr\u00fc\u00df \u001b[1m\n\u202e \ud83d\ude00"));
    }
}
