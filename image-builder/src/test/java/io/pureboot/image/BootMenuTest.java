package io.pureboot.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.node.BootMode;
import io.pureboot.node.KernelCommandLine;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BootMenuTest {
    @Test
    @DisplayName("AR4 the entry of the controller starts one whatever mode was appended")
    void controller() {
        List<String> lines = kernels(BootMenu.grub("pureboot.name=a pureboot.mode=standalone"));
        assertEquals(3, lines.size());
        assertEquals(
                Optional.of(BootMode.STANDALONE),
                KernelCommandLine.parse(lines.get(0)).mode());
        assertEquals(
                Optional.of(BootMode.CONTROLLER),
                KernelCommandLine.parse(lines.get(1)).mode());
        assertTrue(lines.get(2).endsWith(" pureboot.shell"), lines.get(2));
        for (String line : lines) {
            assertEquals(Optional.of("a"), KernelCommandLine.parse(line).name());
        }
    }

    private static List<String> kernels(String menu) {
        return menu.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("linux "))
                .toList();
    }
}
