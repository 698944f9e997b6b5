package io.pureboot.controller.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.ca.Certificates;
import io.pureboot.controller.testing.Client;
import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestKey;
import io.pureboot.controller.testing.TestTls;
import io.pureboot.protocol.Identities;
import io.pureboot.protocol.session.CertBundle;
import io.pureboot.protocol.session.CertRequest;
import io.pureboot.protocol.session.CloneRole;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionCertificateTest {
    @TempDir
    static Path data;

    static TestController controller;

    @BeforeAll
    static void start() {
        controller = TestController.start(data);
    }

    @AfterAll
    static void stop() {
        controller.close();
    }

    @Test
    @DisplayName("CA6 CA7 CA11 KD2 DF1 the source's certificate from its own request")
    void source() throws Exception {
        TestClone clone = TestClone.create(controller).start();
        TestKey key = TestKey.make();
        CertBundle bundle = clone.source.certificate(clone.id, CloneRole.SOURCE, key);
        assertNull(bundle.keyPem());
        X509Certificate certificate = TestTls.certificate(bundle.certPem());
        assertEquals(key.pair().getPublic(), certificate.getPublicKey());
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), certificate.getExtendedKeyUsage());
        assertEquals(
                Identities.session(clone.id, CloneRole.SOURCE, clone.source.id()),
                Certificates.identity(certificate).orElseThrow());
        String names = certificate.getSubjectAlternativeNames().toString();
        assertTrue(
                names.contains("127.0.0.1") && names.contains("0:0:0:0:0:0:0:1") && names.contains("10.1.2.3"), names);
        Duration valid = Duration.between(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
        assertEquals(Duration.ofHours(24).plusMinutes(10), valid);
    }

    @Test
    @DisplayName("CA8 CA12 TS11 TS12 TS13 TS14 the target's with a key made here, which is kept nowhere")
    void targetWithKey() throws Exception {
        TestClone clone = TestClone.create(controller).start();
        CertBundle bundle =
                clone.target.client().get(clone.path("/certs?role=target")).data(CertBundle.class);
        String pem = String.valueOf(bundle.keyPem());
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""))));
        X509Certificate certificate = TestTls.certificate(bundle.certPem());
        assertEquals(List.of("1.3.6.1.5.5.7.3.2"), certificate.getExtendedKeyUsage());
        assertNotNull(TestTls.context(bundle.caPem(), key, bundle.certPem()));
        String secret = pem.lines().filter(line -> !line.startsWith("-----")).collect(Collectors.joining());
        assertFalse(everythingOnDisk().contains(secret.substring(40, 90)));
        assertTrue(everythingOnDisk().contains(bundle.certPem().lines().toList().get(3)));
        CertBundle second =
                clone.target.client().get(clone.path("/certs?role=target")).data(CertBundle.class);
        assertNotEquals(bundle.keyPem(), second.keyPem());
        assertFalse(clone.view().toString().contains("PRIVATE"));
    }

    private static String everythingOnDisk() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1).replace("\n", ""));
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return all.toString();
        }
    }

    @Test
    @DisplayName("EC7 CA11 refusals: other role 400, wrong node 403, person 403, not running 409, bad request 422")
    void refused() {
        TestClone clone = TestClone.create(controller);
        clone.source.client().get(clone.path("/certs?role=source")).problem(409, "session-state");
        clone.start();
        clone.source.client().get(clone.path("/certs")).problem(400, "malformed-request");
        clone.source.client().get(clone.path("/certs?role=both")).problem(400, "malformed-request");
        clone.source.client().get(clone.path("/certs?role=target")).problem(403, "forbidden");
        controller.admin().get(clone.path("/certs?role=source")).problem(403, "forbidden");
        controller.anonymous().get(clone.path("/certs?role=source")).problem(401, "not-authenticated");
        TestKey key = TestKey.make();
        String path = clone.path("/certs?role=source");
        for (String csr : List.of(
                "",
                "no pem",
                key.csrSignedBy(TestKey.make()),
                TestKey.make("secp384r1").csr())) {
            clone.source
                    .client()
                    .post(path, new CertRequest(csr, null))
                    .problem(422, "validation")
                    .names("csr_pem");
        }
        clone.source
                .client()
                .post(path, new CertRequest(key.csr(), List.of("controller.example")))
                .problem(422, "validation")
                .names("ips");
        clone.delete().data();
        clone.source.client().get(path).problem(409, "session-state");
    }

    @Test
    @DisplayName("KD2 X9 a session certificate is not a node certificate: the controller does not accept it")
    void sessionCertificateIsNoNode() {
        TestClone clone = TestClone.create(controller).start();
        TestKey key = TestKey.make();
        CertBundle bundle = clone.target.certificate(clone.id, CloneRole.TARGET, key);
        Client client = new Client(
                controller.url(), TestTls.context(controller.caPem(), key.pair().getPrivate(), bundle.certPem()), null);
        client.get(clone.target.path("/orders")).problem(401, "not-authenticated");
    }

    @Test
    @DisplayName("KD6 CA12 there is no plain HTTP on the port")
    void plainHttp() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", controller.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /api/v1/ca HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertFalse(answer.contains("CERTIFICATE"), answer);
            assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
        } catch (java.net.SocketException e) {
            // A reset says no as well.
            assertNotNull(e);
        }
    }
}
