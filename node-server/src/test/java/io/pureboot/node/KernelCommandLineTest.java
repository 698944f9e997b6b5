package io.pureboot.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KernelCommandLineTest {
    private static final String CA = "ab".repeat(32);

    @Test
    @DisplayName("CA10 KD6 the boot script's words are understood")
    void readsAWholeLine() {
        KernelCommandLine line = KernelCommandLine.parse("BOOT_IMAGE=vmlinuz console=ttyS0,115200 rootfstype=ramfs"
                + " pureboot.mode=clone_target_direct pureboot.server=https://10.0.0.1:8443 pureboot.token=t0k3n"
                + " pureboot.ca=" + CA + " pureboot.session_id=5f1 pureboot.node_id=n1 pureboot.device=/dev/nvme0n1"
                + " pureboot.target_ip=10.0.0.9 pureboot.target_port=3260 pureboot.name=\"node one\" quiet\n");
        assertEquals(List.of(), line.problems());
        assertEquals(Optional.of(BootMode.CLONE_TARGET_DIRECT), line.mode());
        assertEquals(Optional.of(URI.create("https://10.0.0.1:8443")), line.server());
        assertEquals(Optional.of("t0k3n"), line.token());
        assertEquals(Optional.of(CA), line.ca());
        assertEquals(Optional.of("5f1"), line.sessionId());
        assertEquals(Optional.of("n1"), line.nodeId());
        assertEquals(Optional.of("/dev/nvme0n1"), line.device());
        assertEquals(Optional.of("10.0.0.9"), line.targetIp());
        assertEquals(Optional.of(3260), line.targetPort());
        assertEquals(Optional.of("node one"), line.name());
    }

    @Test
    void reportsWhatItDoesNotUnderstandAndGoesOn() {
        KernelCommandLine line = KernelCommandLine.parse("pureboot.moed=pending pureboot.mode=clone"
                + " pureboot.server=http://10.0.0.1 pureboot.ca=abc pureboot.target_port=99999 pureboot.token="
                + " pureboot.device=/etc/passwd pureboot.node_id=n1");
        assertEquals(7, line.problems().size(), line.problems().toString());
        assertTrue(line.problems().getFirst().contains("pureboot.moed"));
        assertTrue(line.problems().get(1).contains("clone_source_direct"), "names what is possible");
        assertTrue(line.mode().isEmpty());
        assertTrue(line.server().isEmpty());
        assertEquals(Optional.of("n1"), line.nodeId());
    }

    @Test
    void neverRepeatsAValue() {
        KernelCommandLine line = KernelCommandLine.parse("pureboot.tokn=s3cret pureboot.ca=s3cret");
        assertEquals(2, line.problems().size());
        assertFalse(line.problems().toString().contains("s3cret"));
    }

    @Test
    @DisplayName("SS2 a PIN of letters is named as a problem, not taken, and not repeated")
    void pinOfLetters() {
        KernelCommandLine line = KernelCommandLine.parse("pureboot.pin=letters");
        assertEquals(List.of("pureboot.pin on the kernel command line must be 4 to 16 digits"), line.problems());
        assertTrue(line.pin().isEmpty());
        assertEquals(
                Optional.of("52:54:00:ab:cd:ef"),
                KernelCommandLine.parse("pureboot.mac=52:54:00:AB:CD:EF").mac());
        assertEquals(1, KernelCommandLine.parse("pureboot.mac=eth0").problems().size());
    }

    @Test
    void theLastOfTwoCounts() {
        assertEquals(
                Optional.of(BootMode.PARTITION),
                KernelCommandLine.parse("pureboot.mode=image pureboot.mode=partition")
                        .mode());
    }

    @Test
    void nothingOfOurs() {
        KernelCommandLine line = KernelCommandLine.parse("root=/dev/sda1 ro");
        assertEquals(List.of(), line.problems());
        assertTrue(line.mode().isEmpty());
    }
}
