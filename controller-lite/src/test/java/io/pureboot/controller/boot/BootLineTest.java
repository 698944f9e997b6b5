package io.pureboot.controller.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestKey;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.protocol.node.EnrolmentRequest;
import io.pureboot.protocol.node.NodeRegistration;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootLineTest {
    private static List<String> line(TestController controller, TestNode node) {
        return List.of(controller
                .admin()
                .post(node.path("/boot-line"))
                .data()
                .path("cmdline")
                .asText()
                .split(" "));
    }

    @Test
    @DisplayName("CA10 the boot line names the controller, its CA, the session and a token that enrols once")
    void bootLine(@TempDir Path data) {
        try (TestController controller = TestController.start(data)) {
            TestClone clone = TestClone.create(controller);
            List<String> idle = line(controller, clone.source);
            assertTrue(idle.contains("pureboot.mode=pending"), idle.toString());
            assertTrue(idle.contains("pureboot.server=" + controller.url()), idle.toString());
            assertTrue(idle.contains("pureboot.ca=" + controller.caSha256()), idle.toString());
            assertFalse(idle.toString().contains("session_id"), idle.toString());
            clone.start();
            List<String> source = line(controller, clone.source);
            assertTrue(source.contains("pureboot.mode=clone_source_direct"), source.toString());
            assertTrue(source.contains("pureboot.session_id=" + clone.id), source.toString());
            assertTrue(source.contains("pureboot.device=/dev/sda"), source.toString());
            List<String> target = line(controller, clone.target);
            assertTrue(target.contains("pureboot.mode=clone_target_direct"), target.toString());
            String token = token(target);
            EnrolmentRequest request =
                    new EnrolmentRequest(token, TestKey.make().csr(), TestNode.machine("booted", "52:54:00:cc:00:01"));
            assertEquals(
                    200, controller.anonymous().post("/nodes/enrol", request).status());
            EnrolmentRequest another =
                    new EnrolmentRequest(token, TestKey.make().csr(), request.node());
            controller.anonymous().post("/nodes/enrol", another).problem(403, "forbidden");
            String mac = controller
                    .admin()
                    .get("/nodes/" + clone.source.id())
                    .data()
                    .path("mac_address")
                    .asText();
            assertEquals(
                    clone.source.id(), enrolled(controller, token(source), TestNode.machine("renamed by DHCP", mac)));
            String spare = token(line(controller, clone.source));
            assertNotEquals(
                    clone.source.id(), enrolled(controller, spare, TestNode.machine("else", "52:54:00:cc:00:02")));
            clone.delete().data();
            assertTrue(line(controller, clone.source).contains("pureboot.mode=pending"), "X12 no re-clone loop");
        }
    }

    private static String enrolled(TestController controller, String token, NodeRegistration machine) {
        return controller
                .anonymous()
                .post("/nodes/enrol", new EnrolmentRequest(token, TestKey.make().csr(), machine))
                .data()
                .path("node_id")
                .asText();
    }

    private static String token(List<String> line) {
        return line.stream()
                .filter(part -> part.startsWith("pureboot.token="))
                .findFirst()
                .orElseThrow()
                .substring("pureboot.token=".length());
    }
}
