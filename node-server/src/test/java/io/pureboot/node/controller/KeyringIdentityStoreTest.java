package io.pureboot.node.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.libc.KernelKeyring;
import io.pureboot.node.tls.SessionKey;
import io.pureboot.node.tls.TlsIdentity;
import io.pureboot.protocol.Identities;
import io.pureboot.testing.Prerequisites;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyringIdentityStoreTest {
    @TempDir
    Path temp;

    @Test
    @DisplayName("DF2 DF6 CA13 the identity comes back whole, and nothing of it lies in the state directory")
    void keepsTheIdentity() throws Exception {
        Prerequisites.require(Files.exists(Path.of("/proc/keys")), "a kernel with key rings");
        TestAuthority authority = new TestAuthority();
        TlsIdentity tls = authority.identity(Identities.node("n1"), Duration.ofDays(1));
        NodeIdentity identity =
                new NodeIdentity("n1", tls, authority.certificate(), Instant.parse("2026-01-02T03:04:05Z"));
        KeyringIdentityStore store = store("a", "https://c:1");
        try {
            assertTrue(store.load().isEmpty());
            store.save(identity);
            NodeIdentity loaded = store("a", "https://c:1").load().orElseThrow();
            assertEquals("n1", loaded.nodeId());
            assertEquals(identity.renewAfter(), loaded.renewAfter());
            assertEquals(authority.certificate(), loaded.authority());
            assertEquals(tls.certificate(), loaded.tls().certificate());
            String signature = loaded.tls().key().sign("text");
            assertTrue(SessionKey.verified(tls.certificate(), "text", signature), "another key came back");
            assertTrue(store("b", "https://c:1").load().isEmpty(), "another node on this machine found it");
            assertTrue(store("a", "https://d:1").load().isEmpty(), "it is shown to another controller");
            try (var files = Files.walk(temp)) {
                assertFalse(files.anyMatch(Files::isRegularFile), "a file was written");
            }
        } finally {
            store.forget();
        }
        assertTrue(store.load().isEmpty());
    }

    private KeyringIdentityStore store(String state, String server) {
        return new KeyringIdentityStore(
                new KernelKeyring(), temp.resolve(state), URI.create(server), "ca", Clock.systemUTC());
    }
}
