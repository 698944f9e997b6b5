package io.pureboot.node.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.protocol.node.NodeRegistration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OshiHardwareInventoryTest {
    @Test
    @DisplayName("The machine's processors, memory, name and architecture; words for nothing become null")
    void machine() throws IOException {
        NodeRegistration node = new OshiHardwareInventory().registration("https://198.51.100.7:9443");
        assertEquals("https://198.51.100.7:9443", node.uiUrl());
        assertEquals(Runtime.getRuntime().availableProcessors(), node.cpuCount());
        String kib = Files.readString(Path.of("/proc/meminfo")).replaceAll("(?s).*MemTotal:\\s+(\\d+).*", "$1");
        assertEquals(Long.parseLong(kib) * 1024, node.memoryBytes());
        assertNotNull(node.arch());
        assertEquals(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(), node.hostname());
        assertNotEquals("unknown", node.serialNumber());
        assertNotNull(node.addresses());
        assertFalse(node.addresses().contains("127.0.0.1"));
        if (node.macAddress() != null) {
            assertTrue(node.macAddress().matches("([0-9a-f]{2}:){5}[0-9a-f]{2}"), node::macAddress);
        }
    }
}
