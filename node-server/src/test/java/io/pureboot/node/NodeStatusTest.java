package io.pureboot.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.node.controller.ControllerLink.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a person in front of the machine reads. */
class NodeStatusTest {
    private static final String CONTROLLER = "pureboot.server=https://10.0.0.1:8443 pureboot.ca=" + "ab".repeat(32);

    @Test
    @DisplayName("SS7 a mistyped fingerprint: the console says the word, that the node stands alone, and its PIN")
    void mistypedFingerprint() {
        List<String> lines = lines("pureboot.server=https://10.0.0.1:8443 pureboot.ca=abc pureboot.token=t", null);
        assertTrue(lines.contains("PIN 24681357"), lines.toString());
        assertTrue(
                lines.contains("! pureboot.ca on the kernel command line is no SHA-256 of 64 hex digits"),
                lines.toString());
        assertTrue(lines.toString().contains("! This node stands alone: for a controller"), lines.toString());
    }

    @Test
    @DisplayName("SS7 an unknown mode and a PIN of letters: one line each, and the node has a PIN all the same")
    void unknownModeAndPin() {
        List<String> lines = lines("pureboot.mode=nonsense pureboot.pin=letters", null);
        assertEquals(2, lines.stream().filter(line -> line.startsWith("! ")).count(), lines.toString());
        assertTrue(lines.contains("PIN 24681357"), lines.toString());
        assertFalse(lines.toString().contains("letters"), lines.toString());
    }

    @Test
    @DisplayName("SS7 right words leave nothing to complain of, and with a controller no PIN is shown")
    void right() {
        List<String> lines = lines(CONTROLLER, new Standing(true, true, null, null));
        assertEquals(List.of("Controller https://10.0.0.1:8443 answers", "Waiting for orders"), lines);
        assertEquals(
                List.of("PIN 24681357", "Certificate SHA-256 00ff", "Ready"), lines("pureboot.mode=standalone", null));
    }

    @Test
    @DisplayName("SS7 a refused enrolment is on the console with what to do, and the node does not wait for orders")
    void refused() {
        List<String> lines = lines(CONTROLLER, new Standing(true, false, "the token is used: make another", null));
        assertEquals(
                List.of(
                        "Controller https://10.0.0.1:8443: this node is not enrolled there",
                        "! the token is used: make another"),
                lines);
        lines = lines(CONTROLLER, new Standing(true, true, "the certificate is not accepted", null));
        assertFalse(lines.contains("Waiting for orders"), lines.toString());
        lines = lines(CONTROLLER, new Standing(false, false, "the token is used: make another", "no route"));
        assertEquals(List.of("Controller https://10.0.0.1:8443 does not answer; trying again", "! no route"), lines);
    }

    @Test
    @DisplayName("SS7 a controller that does not answer is said with the reason")
    void away() {
        List<String> lines = lines(CONTROLLER, new Standing(false, false, null, "no route"));
        assertEquals(List.of("Controller https://10.0.0.1:8443 does not answer; trying again", "! no route"), lines);
    }

    private static List<String> lines(String kernel, @Nullable Standing standing) {
        NodeConfig config = BootedNode.options("pin-alone=24681357").toConfig(KernelCommandLine.parse(kernel));
        return NodeStatus.lines(config, config.pin(), "00ff", standing, List.of());
    }
}
