package io.pureboot.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class NodeOptionsTest {
    private static final String CA = "0f".repeat(32);

    @Command
    private static final class Holder {
        @CommandLine.Mixin
        private final NodeOptions options = new NodeOptions();
    }

    @Test
    void nothingSaidIsStandalone() {
        NodeConfig config = config("");
        assertNull(config.controller());
        assertEquals(BootMode.STANDALONE, config.mode());
        assertEquals(9443, config.port());
        assertEquals(9999, config.dataPort());
        assertEquals(Path.of("/tmp/pureboot-queue"), config.queueFolder());
        assertFalse(config.booted(), "only the real kernel command line makes this machine the controller's");
    }

    @Test
    @DisplayName("AR5 the kernel command line says what the flags leave open")
    void takesTheKernelCommandLine() {
        NodeConfig config = config(
                "pureboot.server=https://c:8443 pureboot.ca=" + CA + " pureboot.token=t pureboot.mode=partition");
        assertEquals(URI.create("https://c:8443"), present(config.controller()).server());
        assertEquals("t", present(config.controller()).token());
        assertEquals(BootMode.PARTITION, config.mode());
        assertEquals(
                BootMode.PENDING,
                config("pureboot.server=https://c:8443 pureboot.ca=" + CA).mode());
    }

    @Test
    @DisplayName("AR5 flags win over the kernel command line")
    void flagsWin() {
        String kernel = "pureboot.server=https://c:8443 pureboot.ca=" + CA + " pureboot.token=t pureboot.name=a";
        NodeConfig config = config(kernel, "--server", "https://d:1", "--name", "b", "--state", "/var/x");
        assertEquals(URI.create("https://d:1"), present(config.controller()).server());
        assertEquals("b", config.name());
        assertEquals(Path.of("/var/x/queue"), config.queueFolder());
        assertNull(config(kernel, "--standalone").controller());
    }

    @Test
    @DisplayName("KD6 a controller on the kernel command line without its CA is not trusted: the node stands alone")
    void needsThePin() {
        NodeConfig config = config("pureboot.server=https://c:8443 pureboot.token=t pureboot.mode=pending");
        assertNull(config.controller());
        assertEquals(BootMode.STANDALONE, config.mode());
    }

    @Test
    void secretsStayOutOfTheLog() {
        NodeConfig config = config("", "--server", "https://c", "--ca", CA, "--token", "s3cret", "--pin", "918273");
        assertFalse(config.toString().contains("s3cret"), config.toString());
        assertFalse(config.toString().contains("918273"), config.toString());
    }

    @Test
    void devicesAreNamedByTheirRealPath() throws IOException {
        String name = AnyBlockDevice.name();
        assertEquals(List.of("/dev/" + name), config("", "--disk", name).disks());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "--server, http://c:8443, https",
        "--server, https://c:8443, --ca",
        "--port, 70000, --port",
        "--data-port, -1, --data-port",
        "--pin, 12, --pin",
        "--pin, 12ab56, --pin",
        "--bind, not-an-address, --bind",
        "--advertise, example.org, --advertise",
        "--disk, /dev/does-not-exist, /dev/does-not-exist",
        "--disk, /etc/passwd, /etc/passwd",
        "--disk, /dev/null, no block device",
        "--token, t, --server",
        "--ca, abc, --server",
    })
    void refusesWithOneLine(String flag, String value, String named) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> config("", flag, value));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(named), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void aloneAndWithAControllerExcludeEachOther() {
        assertThrows(
                IllegalArgumentException.class, () -> config("", "--standalone", "--server", "https://c", "--ca", CA));
    }

    @Test
    void aControllerIsNoNode() {
        assertThrows(IllegalArgumentException.class, () -> config("pureboot.mode=controller"));
    }

    private static NodeConfig config(String kernel, String... arguments) {
        Holder holder = new Holder();
        new CommandLine(holder).parseArgs(arguments);
        return holder.options.toConfig(KernelCommandLine.parse(kernel));
    }

    private static <T> T present(@org.jspecify.annotations.Nullable T value) {
        assertNotNull(value);
        return value;
    }
}
