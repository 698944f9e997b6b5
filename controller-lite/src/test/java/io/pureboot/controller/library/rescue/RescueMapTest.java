package io.pureboot.controller.library.rescue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RescueMapTest {
    private static final String HEAD = """
            # Mapfile. Created by GNU ddrescue version 1.27
            # Command line: ddrescue -d /dev/sdb disk.img disk.map
            # current_pos  current_status  current_pass
            0x00001000     ?               1
            #      pos        size  status
            """;

    private static RescueMap map(String text) throws IOException {
        return RescueMap.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    @DisplayName("NH3 what was not rescued, of every status ddrescue knows, and where")
    void everyStatus() throws IOException {
        RescueMap map = map(HEAD + """
                0x00000000  0x00100000  +
                0x00100000  0x00001000  ?
                0x00101000  0x00000200  *
                0x00101200  0x00000200  /
                0x00101400  0x00000C00  -
                0x00102000  1040384  +
                """);
        assertEquals(0x100000 + 1040384, map.rescued());
        assertEquals(0x2000, map.total() - map.rescued());
        assertEquals(Health.INCOMPLETE, map.health());
        assertEquals(0x2000, map.lostIn(0, map.total()));
        assertEquals(0x1000 + 0x100, map.lostIn(0x100000, 0x1100));
        assertEquals(0, map.lostIn(0x102000, 5));
        assertEquals("99.60 % of it was rescued, 8192 bytes were not", map.text());
    }

    @ParameterizedTest
    @DisplayName("NH3 health: all of it, nine tenths, a fifth, less")
    @CsvSource({"1000,OK", "999,INCOMPLETE", "900,INCOMPLETE", "899,CORRUPT", "200,CORRUPT", "199,FAILED"})
    void health(int rescued, Health expected) throws IOException {
        String lost = rescued == 1000 ? "" : "%d %d -%n".formatted(rescued, 1000 - rescued);
        assertEquals(expected, map(HEAD + "0 %d +%n".formatted(rescued) + lost).health());
    }

    @Test
    @DisplayName("NH3 one byte of a large disk that was not rescued is not all of it")
    void almostAll() throws IOException {
        long size = 4L << 40;
        RescueMap map = map(HEAD + "0 %d +%n0x%x 1 -%n".formatted(size - 1, size - 1));
        assertEquals(Health.INCOMPLETE, map.health());
        assertTrue(map.text().startsWith("99.99 %"), map.text());
    }

    @ParameterizedTest
    @DisplayName("NH3 what is no map, or not a whole one, is said and never taken for a healthy disk")
    @ValueSource(
            strings = {
                "",
                "0 100 +\n",
                "0x0 ? 1\n",
                "0x0 ? 1\n0 100 +\n200 100 +\n",
                "0x0 ? 1\n0 100 !\n",
                "0x0 ? 1\n0 -1 +\n",
                "0x0 ? 1\n0 100\n",
                "0x0 ? 1\n0 99999999999999999999 +\n",
                "0x0 ? 1\n1 9223372036854775807 +\n",
                "an essay about maps\n"
            })
    void noMap(String text) {
        assertThrows(IOException.class, () -> map(text));
    }
}
