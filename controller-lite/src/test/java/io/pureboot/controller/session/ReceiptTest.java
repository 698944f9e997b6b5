package io.pureboot.controller.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pureboot.controller.testing.Reply;
import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestKey;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.SignedReceipt;
import io.pureboot.protocol.session.TransferPhase;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptTest {
    @TempDir
    static Path data;

    static TestController controller;
    static TestClone clone;

    @BeforeAll
    static void start() {
        controller = TestController.start(data);
        clone = TestClone.create(controller).start().sourceReady().cloning();
    }

    @AfterAll
    static void stop() {
        controller.close();
    }

    private static void refused(SignedReceipt receipt, String field) {
        clone.complete(receipt).problem(422, "validation").names(field);
        assertEquals(SessionStatus.CLONING, clone.view().status());
        assertFalse(clone.view().hasReceipt());
    }

    private static Receipt changed(Consumer<ObjectNode> change) {
        try {
            ObjectNode json = ProtocolJson.mapper().valueToTree(clone.receipt());
            change.accept(json);
            return ProtocolJson.mapper().treeToValue(json, Receipt.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("EB3 without a receipt that fits the session nothing is completed")
    void content() {
        Reply none = clone.target.client().post(clone.path("/complete"), new CloneComplete(CloneRole.TARGET, null));
        none.problem(422, "validation").names("receipt");
        String field = "receipt.receipt_json";
        refused(clone.signed(changed(r -> r.put("session_id", "another"))), field);
        refused(clone.signed(changed(r -> r.put("source_node_id", clone.target.id()))), field);
        refused(clone.signed(changed(r -> r.put("target_node_id", clone.source.id()))), field);
        refused(clone.signed(changed(r -> ((ObjectNode) r.path("target_disk")).put("serial", "another"))), field);
        refused(clone.signed(changed(r -> ((ObjectNode) r.path("source_disk")).put("size_bytes", 1))), field);
        refused(clone.signed(changed(r -> r.put("manifest_sha256", "short"))), field);
        refused(clone.signed(changed(r -> r.put("bytes_verified", TestClone.USED - 1))), field);
        refused(
                clone.signed(changed(r ->
                        r.withArray("unreadable").addObject().put("start", 0).put("end", 4096))),
                field);
    }

    @Test
    @DisplayName("EB3 a signature must be of this text, by a certificate of this session and role")
    void signatures() {
        SignedReceipt good = clone.signed(clone.receipt());
        String text = good.receiptJson();
        refused(
                new SignedReceipt(
                        text + " ",
                        good.sourceSignature(),
                        good.sourceCertPem(),
                        good.targetSignature(),
                        good.targetCertPem()),
                "receipt.target_signature");
        refused(
                new SignedReceipt(
                        text,
                        good.targetSignature(),
                        good.sourceCertPem(),
                        good.targetSignature(),
                        good.targetCertPem()),
                "receipt.source_signature");
        refused(
                new SignedReceipt(
                        text,
                        good.targetSignature(),
                        good.targetCertPem(),
                        good.targetSignature(),
                        good.targetCertPem()),
                "receipt.source_cert_pem");
        refused(
                new SignedReceipt(text, null, null, good.targetSignature(), good.targetCertPem()),
                "receipt.source_signature");
        refused(
                new SignedReceipt(text, good.sourceSignature(), good.sourceCertPem(), "!", good.targetCertPem()),
                "receipt.target_signature");
        refused(
                new SignedReceipt(text, good.sourceSignature(), good.sourceCertPem(), good.targetSignature(), "no pem"),
                "receipt.target_cert_pem");
        TestKey stranger = TestKey.make();
        refused(
                new SignedReceipt(
                        text, good.sourceSignature(), good.sourceCertPem(), stranger.sign(text), good.targetCertPem()),
                "receipt.target_signature");
        // A node's own certificate is of the same authority, and still not one of this session.
        refused(
                new SignedReceipt(
                        text,
                        good.sourceSignature(),
                        good.sourceCertPem(),
                        clone.target.key().sign(text),
                        clone.target.enrolment().certPem()),
                "receipt.target_cert_pem");
        refused(
                new SignedReceipt(
                        "{}",
                        good.sourceSignature(),
                        good.sourceCertPem(),
                        good.targetSignature(),
                        good.targetCertPem()),
                "receipt.receipt_json");
    }

    @Test
    @DisplayName(
            "EB3 a completed session shows the numbers of its receipt, whatever the last update said, and no phase")
    void numbers() {
        TestClone other = TestClone.create(controller).start().sourceReady().cloning();
        other.progress(other.target, CloneRole.TARGET, 1 << 20, TransferPhase.VERIFYING, 2)
                .data();
        other.progress(other.target, CloneRole.TARGET, 0, TransferPhase.RESIZING, 3)
                .data();
        CloneSession done = other.completed().view();
        assertEquals(SessionStatus.COMPLETED, done.status());
        assertEquals(TestClone.USED, done.bytesTotal());
        assertEquals(TestClone.USED, done.bytesTransferred());
        assertEquals(TestClone.USED, done.verifiedBytes());
        assertNull(done.phase());
    }

    @Test
    @DisplayName("EB3 the receipt can be downloaded, also when its session is deleted")
    void kept() {
        TestClone other = TestClone.create(controller).start().sourceReady().cloning();
        controller.admin().get(other.path("/receipt")).problem(404, "not-found");
        SignedReceipt receipt = other.signed(other.receipt());
        var answer = other.complete(receipt).data();
        assertEquals("completed", answer.path("status").asText());
        assertEquals(receipt, controller.admin().get(other.path("/receipt")).data(SignedReceipt.class));
        assertEquals(receipt, other.source.client().get(other.path("/receipt")).data(SignedReceipt.class));
        other.delete().data();
        assertEquals(receipt, controller.admin().get(other.path("/receipt")).data(SignedReceipt.class));
    }
}
