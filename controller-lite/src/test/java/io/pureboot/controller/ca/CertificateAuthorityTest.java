package io.pureboot.controller.ca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.MovingClock;
import io.pureboot.controller.testing.TestKey;
import io.pureboot.protocol.Identities;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    @TempDir
    Path directory;

    Path certs;

    @BeforeEach
    void nest() {
        certs = directory.resolve("certs");
    }

    private CertificateAuthority open() throws IOException {
        return CertificateAuthority.open(certs, CertificateAuthority.DEFAULT_VALIDITY, Clock.systemUTC());
    }

    private static BigInteger serial(Path certs) throws IOException {
        return new BigInteger(Files.readString(certs.resolve("ca.srl")).strip(), 16);
    }

    @Test
    @DisplayName("KD1 AR1 CA1 the first start makes an authority, the next one uses it")
    void reused() throws IOException {
        CertificateAuthority first = open();
        String file = Files.readString(certs.resolve("ca.crt"));
        assertEquals(first.pem(), file);
        assertTrue(file.startsWith("-----BEGIN CERTIFICATE-----"));
        CertificateAuthority second = open();
        assertEquals(first.sha256(), second.sha256());
        assertTrue(second.signed(first.issueController(List.of("127.0.0.1")).certificate()));
    }

    @Test
    @DisplayName("CA2 the key is 0600, its folder 0700, from the moment they exist")
    void modes() throws IOException {
        open();
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(certs.resolve("ca.key"))));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(certs)));
        try (var files = Files.list(certs)) {
            assertEquals(
                    Set.of("ca.crt", "ca.key", "ca.srl"),
                    new HashSet<>(
                            files.map(file -> file.getFileName().toString()).toList()));
        }
    }

    @Test
    @DisplayName("CA2 the key is made under a mode, not changed to one: an old wide mask does not matter")
    void keyIsNeverWide() throws IOException {
        CaFiles files = new CaFiles(certs);
        Files.writeString(certs.resolve("ca.key.new"), "left by a crash");
        Files.setPosixFilePermissions(certs.resolve("ca.key.new"), PosixFilePermissions.fromString("rw-rw-rw-"));
        files.writeSecret(files.key(), "secret");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())));
        assertEquals("secret", Files.readString(files.key()));
    }

    @Test
    @DisplayName("CA3 serial numbers rise, also across restarts, and no two are equal")
    void serials() throws IOException {
        Set<BigInteger> seen = new HashSet<>();
        BigInteger last = BigInteger.ZERO;
        for (int start = 0; start < 3; start++) {
            CertificateAuthority authority = open();
            for (int i = 0; i < 3; i++) {
                IssuedCertificate issued = authority.issueController(List.of());
                assertTrue(seen.add(issued.certificate().getSerialNumber()));
                BigInteger now = serial(certs);
                assertEquals(now, issued.certificate().getSerialNumber());
                assertTrue(now.compareTo(last) > 0);
                last = now;
            }
        }
        assertFalse(seen.contains(open().certificate().getSerialNumber()));
    }

    @Test
    @DisplayName("CA4 openssl says prime256v1 for the authority and for a leaf, and that the leaf is the authority's")
    void openssl() throws Exception {
        Prerequisites.requireTool("openssl");
        CertificateAuthority authority = open();
        Path leaf = directory.resolve("leaf.pem");
        Files.writeString(
                leaf,
                authority
                        .issueNode("n", TestKey.make().csr(), List.of("10.0.0.1"))
                        .pem());
        for (Path file : List.of(certs.resolve("ca.crt"), leaf)) {
            String text = run("openssl", "x509", "-noout", "-text", "-in", file.toString());
            assertTrue(text.contains("prime256v1"), text);
            assertTrue(text.contains("ecdsa-with-SHA256"), text);
        }
        String verified = run(
                "openssl",
                "verify",
                "-x509_strict",
                "-CAfile",
                certs.resolve("ca.crt").toString(),
                leaf.toString());
        assertTrue(verified.strip().endsWith("OK"), verified);
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    @DisplayName("CA5 ten years, or what was asked for")
    void validity() throws IOException {
        X509Certificate tenYears = open().certificate();
        Duration valid = Duration.between(
                tenYears.getNotBefore().toInstant(), tenYears.getNotAfter().toInstant());
        assertEquals(3653, valid.toDays());
        X509Certificate other = CertificateAuthority.open(
                        directory.resolve("other"), Duration.ofDays(400), Clock.systemUTC())
                .certificate();
        assertEquals(
                400,
                Duration.between(
                                other.getNotBefore().toInstant(),
                                other.getNotAfter().toInstant())
                        .toDays());
    }

    @Test
    @DisplayName("CA1 a certificate without its key is not silently replaced")
    void keyMissing() throws IOException {
        String before = open().sha256();
        Files.delete(certs.resolve("ca.key"));
        IOException refused = assertThrows(IOException.class, this::open);
        assertTrue(String.valueOf(refused.getMessage()).contains("ca.key is missing"), refused.getMessage());
        Files.delete(certs.resolve("ca.crt"));
        assertNotEquals(before, open().sha256());
    }

    @Test
    @DisplayName("CA1 after a crash between key and certificate the key is used")
    void certificateMissing() throws IOException {
        CertificateAuthority before = open();
        Files.delete(certs.resolve("ca.crt"));
        assertEquals(before.certificate().getPublicKey(), open().certificate().getPublicKey());
    }

    @Test
    @DisplayName("CA1 a foreign or broken key is refused with its file's name")
    void foreignKey() throws IOException {
        open();
        Files.writeString(
                certs.resolve("ca.key"),
                Pem.encode(Pem.PRIVATE_KEY, EcKeys.generate().getPrivate().getEncoded()));
        assertTrue(String.valueOf(assertThrows(IOException.class, this::open).getMessage())
                .contains("do not belong together"));
        Files.writeString(certs.resolve("ca.key"), "nonsense");
        assertThrows(IOException.class, this::open);
    }

    @Test
    @DisplayName("CA7 CA8 purposes, identities and addresses; what a request asks for does not count")
    void names() throws Exception {
        CertificateAuthority authority = open();
        X509Certificate source = authority
                .issueSession("s", CloneRole.SOURCE, "n", TestKey.make().csr(), List.of("10.0.0.1", "fe80::1%eth0"))
                .certificate();
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), source.getExtendedKeyUsage());
        assertEquals(
                Identities.session("s", CloneRole.SOURCE, "n"),
                Certificates.identity(source).orElseThrow());
        String text = source.getSubjectAlternativeNames().toString();
        assertTrue(text.contains("10.0.0.1") && text.contains("fe80:0:0:0:0:0:0:1"), text);
        assertFalse(source.getSubjectX500Principal().getName().contains("asked for"));
        X509Certificate target = authority
                .issueSession("s", CloneRole.TARGET, "n", TestKey.make().csr(), List.of())
                .certificate();
        assertEquals(List.of("1.3.6.1.5.5.7.3.2"), target.getExtendedKeyUsage());
        X509Certificate controller =
                authority.issueController(List.of("pure.example", "192.0.2.1")).certificate();
        assertEquals(
                "urn:pureboot:controller", Certificates.identity(controller).orElseThrow());
        assertTrue(controller.getSubjectAlternativeNames().toString().contains("pure.example"));
        assertEquals(-1, controller.getBasicConstraints());
        assertEquals(0, authority.certificate().getBasicConstraints());
    }

    @Test
    @DisplayName("CA6 lifetimes: session 24 hours, node 7 days")
    void lifetimes() throws IOException {
        MovingClock clock = new MovingClock();
        CertificateAuthority authority = CertificateAuthority.open(certs, CertificateAuthority.DEFAULT_VALIDITY, clock);
        IssuedCertificate session = authority.issueSession(
                "s", CloneRole.SOURCE, "n", TestKey.make().csr(), List.of());
        assertEquals(
                24,
                Duration.between(clock.instant(), session.notAfter().plusSeconds(1))
                        .toHours());
        IssuedCertificate node = authority.issueNode("n", TestKey.make().csr(), List.of());
        assertEquals(
                7,
                Duration.between(clock.instant(), node.notAfter().plusSeconds(1))
                        .toDays());
    }

    @Test
    @DisplayName("CA9 another authority's certificate is not ours")
    void foreign() throws IOException {
        CertificateAuthority other = CertificateAuthority.open(
                directory.resolve("other"), CertificateAuthority.DEFAULT_VALIDITY, Clock.systemUTC());
        assertFalse(open().signed(other.issueController(List.of()).certificate()));
    }

    @Test
    @DisplayName("TS28 passwords: right, wrong, salted, memory-hard, and nothing of them in the hash")
    void passwords() {
        String hash = PasswordHash.of("correct horse");
        assertTrue(hash.startsWith("$argon2id$v=19$m=47104,"), hash);
        assertTrue(PasswordHash.matches("correct horse", hash));
        assertFalse(PasswordHash.matches("correct horsf", hash));
        assertNotEquals(hash, PasswordHash.of("correct horse"));
        assertThrows(
                IllegalArgumentException.class, () -> PasswordHash.matches("x", "5f4dcc3b5aa765d61d8327deb882cf99"));
    }
}
