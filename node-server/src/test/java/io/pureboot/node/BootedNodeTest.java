package io.pureboot.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BootedNodeTest {
    private static final KernelCommandLine NOTHING = KernelCommandLine.parse("");

    @Test
    @DisplayName("the words of the image say what the flags of the same names do")
    void words() {
        NodeConfig config = BootedNode.options("pin=12345678", "status-file=/run/status", "port=0", "data-port=0")
                .toConfig(NOTHING);
        assertEquals("12345678", config.pin());
        assertEquals(Path.of("/run/status"), config.statusFile());
        assertEquals(0, config.port());
        assertEquals(0, config.dataPort());
        assertEquals(BootMode.STANDALONE, config.mode());
    }

    @Test
    @DisplayName("without words everything is as without flags")
    void none() {
        NodeConfig config = BootedNode.options().toConfig(NOTHING);
        assertEquals(9443, config.port());
        assertEquals(9999, config.dataPort());
        assertTrue(config.disks().isEmpty());
    }

    @Test
    @DisplayName("a word nobody knows, no port and a wrong PIN are named")
    void wrong() {
        assertTrue(problem("colour=red").contains("colour=red"));
        assertTrue(problem("pin").contains("pin"));
        assertTrue(problem("port=many").contains("port=many"));
        assertTrue(problem("pin=secret").contains("--pin must be 4 to 16 digits"));
    }

    private static String problem(String word) {
        return String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> BootedNode.options(word).toConfig(NOTHING))
                .getMessage());
    }
}
