package io.pureboot.controller.library.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Lines that fls prints of odd and of damaged file systems. */
class FlsListTest {
    private static FlsList list(String type, String... lines) throws IOException {
        byte[] text = String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
        return FlsList.of(new ToolLines(new ByteArrayInputStream(text)), type);
    }

    private static List<String> names(FlsList list) {
        return list.files().stream().skip(1).map(file -> file.path().latin1()).toList();
    }

    @Test
    @DisplayName("NR4 a link's target is no part of its name, also when either holds an arrow")
    void arrows() throws IOException {
        assertEquals(
                List.of("/a -> b", "/plain", "/short"),
                names(list(
                        "hfs",
                        "0|/a -> b -> c -> d|20|l/lrwxr-xr-x|0|0|6|1|1|1|1",
                        "0|/plain -> there|21|l/lrwxr-xr-x|0|0|5|1|1|1|1",
                        "0|/short -> cut|22|l/lrwxr-xr-x|0|0|99|1|1|1|1")));
    }

    @Test
    @DisplayName("NX2 a name that is a path is none; what is too large for any disk is said, the rest is listed")
    void hostile() throws IOException {
        FlsList list = list(
                "ufs",
                "0|/../../x|20|r/rrw-r--r--|0|0|6|1|1|1|1",
                "0|/huge|21|r/rrw-r--r--|0|0|18446744073709551615|1|1|1|1",
                "0|/a|b|22|r/rrw-r--r--|0|0|7|1|2|1|1",
                "0|/again|22|r/rrw-r--r--|0|0|7|1|2|1|1");
        assertEquals(List.of("/.._/.._/x", "/a|b", "/again"), names(list));
        assertEquals(2, list.files().getLast().links());
        assertEquals(
                List.of("/huge cannot be read: fls gives it the number 21 and 18446744073709551615 bytes"),
                list.gaps());
        assertThrows(IOException.class, () -> list("ufs", "Sector size must be > 0"));
    }

    @Test
    @DisplayName("NR4 NTFS: second entries that name a file are left out, a file that is called so is not")
    void fileNames() throws IOException {
        assertEquals(
                List.of("/x", "/x ($FILE_NAME)"),
                names(list(
                        "ntfs",
                        "0|/x ($FILE_NAME)|64-48-2|r/rrwxrwxrwx|0|0|68|1|1|1|1",
                        "0|/x|64-128-1|r/rrwxrwxrwx|0|0|3|1|1|1|1",
                        "0|/x ($FILE_NAME)|65-128-1|r/rrwxrwxrwx|0|0|3|1|1|1|1",
                        "0|/$Extend/$ObjId:$O|25-144-2|r/rr-xr-xr-x|0|0|48|1|1|1|1")));
    }
}
