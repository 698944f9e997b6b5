package io.pureboot.controller.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.protocol.node.NodeRegistration;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.problem.ProblemException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that boot over the network, as their firmware and iPXE ask. */
class NetworkBootTest {
    private static final String MAC = "52:54:00:ab:cd:ef";

    @TempDir
    Path folder;

    private TestController controller;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws IOException {
        Files.write(folder.resolve("vmlinuz"), "kernel".repeat(1000).getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("initrd.img"), "initrd".repeat(1000).getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("secret"), new byte[] {1});
        controller =
                TestController.start(folder.resolve("data"), config -> config.booting(BootConfig.filesOnly(folder)));
    }

    @AfterEach
    void end() {
        controller.close();
        client.close();
    }

    @Test
    @DisplayName("X16 a machine nobody knows is entered and boots its own disk; asked to, it boots PureBoot, once")
    void unknown() throws Exception {
        String script = text("/api/v1/boot?mac=52-54-00-AB-CD-EF&uuid=4c4c4544-0035-4810-8052-b4c04f4e4a31");
        assertTrue(script.startsWith("#!ipxe\n") && script.contains("sanboot") && !script.contains("kernel"), script);
        assertTrue(script.endsWith("\nexit 1\n"), "UEFI shows its menu after an exit that is no failure: " + script);
        assertTrue(text("/boot.ipxe").endsWith("|| exit 1\n"));

        JsonNode node = controller.admin().get("/nodes").json().path("data").get(0);
        assertEquals(MAC, node.path("mac_address").asText());
        assertEquals("discovered", node.path("state").asText());
        assertFalse(node.path("online").asBoolean());

        String boot = "/nodes/" + node.path("id").asText() + "/boot";
        controller.admin().post(boot, Map.of("next", "pureboot")).data();
        String second = text("/api/v1/boot?mac=" + MAC);
        assertTrue(second.contains("pureboot.mode=pending"), second);
        assertTrue(second.contains("pureboot.server=" + controller.url() + " "), second);
        assertTrue(second.contains("initrd --name initrd.img http://127.0.0.1:" + port() + "/initrd.img"), second);
        assertFalse(second.contains("initrd-start.img"), "there is none: " + second);

        TestNode enrolled = controller.node(TestNode.machine("booted", MAC));
        assertEquals(node.path("id").asText(), enrolled.id());
        assertTrue(text("/api/v1/boot?mac=" + MAC).contains("sanboot"), "only once");
        assertEquals(1, controller.admin().get("/nodes").json().path("data").size());

        controller
                .admin()
                .post(boot, Map.of("next", "moon"))
                .problem(422, "validation")
                .names("next");
    }

    @Test
    @DisplayName(
            "SF4 EC6 PH3 CA10 DF5 X12 start has the source and then the target boot into their parts, also when they"
                    + " are off; others boot their own disks, and so do both when it is over")
    void session() throws Exception {
        TestClone clone = TestClone.create(controller);
        TestNode other = controller.node("other");
        String source = "/api/v1/boot?mac=" + mac(clone.source);
        String target = "/api/v1/boot?mac=" + mac(clone.target);
        assertTrue(text(source).contains("sanboot"), "not started yet");

        clone.start();
        assertTrue(text(source).contains("pureboot.mode=clone_source_direct"), text(source));
        assertTrue(text(source).contains("pureboot.session_id=" + clone.id), text(source));
        assertTrue(text(source).contains("pureboot.server=" + controller.url()), text(source));
        assertTrue(text(target).contains("pureboot.mode=clone_target_direct"), text(target));
        assertTrue(text("/api/v1/boot?mac=" + mac(other)).contains("sanboot"));

        clone.sourceReady().cloning().completed();
        assertTrue(text(source).contains("sanboot"), text(source));
        assertTrue(text(target).contains("sanboot"), text(target));
    }

    @Test
    @DisplayName(
            "EC6 nodes that are off take part with boot=true, and are refused without; cancelled they boot their disks")
    void offline() throws Exception {
        controller.close();
        controller = TestController.start(
                folder.resolve("other"),
                config -> config.offlineAfter(Duration.ZERO).booting(BootConfig.filesOnly(folder)));
        TestClone clone = TestClone.create(controller);
        controller.admin().post(clone.path("/start")).problem(409, "node-state");
        controller.admin().post(clone.path("/start?boot=true")).data();
        assertTrue(text("/api/v1/boot?mac=" + mac(clone.source)).contains("clone_source_direct"));
        clone.delete().data();
        assertTrue(text("/api/v1/boot?mac=" + mac(clone.source)).contains("sanboot"), "X12");
    }

    @Test
    @DisplayName("kernel and RAM disk come by plain HTTP with ranges and ETag, and nothing else does")
    void files() throws Exception {
        byte[] kernel = Files.readAllBytes(folder.resolve("vmlinuz"));
        HttpResponse<byte[]> whole = get("/vmlinuz");
        assertArrayEquals(kernel, whole.body());
        assertEquals("bytes", whole.headers().firstValue("Accept-Ranges").orElseThrow());
        String tag = whole.headers().firstValue("ETag").orElseThrow();

        HttpResponse<byte[]> part = get("/vmlinuz", "Range", "bytes=100-199");
        assertEquals(206, part.statusCode());
        assertArrayEquals(Arrays.copyOfRange(kernel, 100, 200), part.body());
        assertEquals(
                "bytes 100-199/6000", part.headers().firstValue("Content-Range").orElseThrow());

        assertEquals(100, get("/vmlinuz", "Range", "bytes=-100").body().length);
        assertEquals(10, get("/vmlinuz", "Range", "bytes=5990-9999").body().length);
        assertEquals(416, get("/vmlinuz", "Range", "bytes=6000-").statusCode());

        HttpResponse<byte[]> stale = get("/vmlinuz", "Range", "bytes=100-199", "If-Range", "\"other\"");
        assertEquals(200, stale.statusCode());
        assertEquals(6000, stale.body().length);

        assertEquals(304, get("/vmlinuz", "If-None-Match", tag).statusCode());
        Files.write(folder.resolve("vmlinuz"), "another".getBytes(StandardCharsets.UTF_8));
        assertEquals(200, get("/vmlinuz", "If-None-Match", tag).statusCode());

        HttpResponse<Void> head = client.send(
                HttpRequest.newBuilder(uri("/initrd.img"))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        assertEquals("6000", head.headers().firstValue("Content-Length").orElseThrow());

        for (String path :
                List.of("/secret", "/..%2Fsecret", "/data", "/api/v1/nodes", "/initrd-start.img", "/ca.key")) {
            assertEquals(404, get(path).statusCode() == 400 ? 404 : get(path).statusCode(), path);
        }
        assertEquals(422, get("/api/v1/boot?mac=nonsense").statusCode());
        assertEquals(422, get("/api/v1/boot").statusCode());
        assertTrue(text("/boot.ipxe").contains("/api/v1/boot?mac=${netX/mac}"), text("/boot.ipxe"));
    }

    @Test
    @DisplayName("dnsmasq is told what each kind of firmware boots, and gives addresses only when it is to")
    void dnsmasq() {
        BootConfig proxy =
                new BootConfig(folder, 8080, BootConfig.Dhcp.PROXY, null, "eth1", Path.of("/usr/lib/ipxe"), false);
        List<String> lines = Dnsmasq.configuration(proxy, "10.1.2.1", 8080, folder);
        assertTrue(lines.contains("dhcp-range=10.1.2.1,proxy"), lines.toString());
        assertTrue(lines.contains("interface=eth1"), lines.toString());
        assertTrue(lines.contains("dhcp-boot=tag:ipxe,http://10.1.2.1:8080/boot.ipxe,,10.1.2.1"), lines.toString());
        assertTrue(lines.contains("dhcp-pxe-vendor=PXEClient,HTTPClient"), lines.toString());
        BootConfig full =
                new BootConfig(folder, 8080, BootConfig.Dhcp.FULL, null, null, Path.of("/usr/lib/ipxe"), false);
        assertTrue(
                Dnsmasq.configuration(full, "10.1.2.1", 8080, folder).contains("dhcp-range=10.1.2.100,10.1.2.199,1h"));
    }

    @Test
    @DisplayName("iPXE is taken from where the image is, when both of its programs are there, else from the system")
    void loaders() throws IOException {
        assertEquals(Path.of("/usr/lib/ipxe"), BootConfig.loadersOf(folder));
        Path pxe = Files.createDirectories(folder.resolve("pxe"));
        Files.write(pxe.resolve("undionly.kpxe"), new byte[1]);
        assertEquals(Path.of("/usr/lib/ipxe"), BootConfig.loadersOf(folder));
        Files.write(pxe.resolve("ipxe.efi"), new byte[1]);
        assertEquals(pxe, BootConfig.loadersOf(folder));
        assertEquals(pxe, BootConfig.loadersOf(pxe), "the PXE tree has a kernel as well");
    }

    @Test
    @DisplayName("X16 a dnsmasq left behind by a killed controller is ended, another program of that number is not")
    void dnsmasqLeftOver() throws Exception {
        Path state = Files.createDirectories(folder.resolve("state"));
        Path pid = state.resolve("dnsmasq.pid");
        // Waits for its standard input; the arguments are what tells whose it is.
        Process left = new ProcessBuilder(
                        "sh", "-c", "read line", "dnsmasq", "--conf-file=" + state.resolve("dnsmasq.conf"))
                .start();
        Process another =
                new ProcessBuilder("sh", "-c", "read line", "dnsmasq", "--conf-file=/etc/dnsmasq.conf").start();
        try {
            Files.writeString(pid, left.pid() + "\n");
            Dnsmasq.endLeftOver(state);
            assertTrue(left.waitFor(10, TimeUnit.SECONDS));
            assertFalse(Files.exists(pid));
            Files.writeString(pid, another.pid() + "\n");
            Dnsmasq.endLeftOver(state);
            assertTrue(another.isAlive());
            Files.writeString(pid, "nonsense");
            Dnsmasq.endLeftOver(state);
        } finally {
            left.destroyForcibly().waitFor();
            another.destroyForcibly().waitFor();
        }
    }

    @Test
    @DisplayName("X16 a dnsmasq that does not run is said with its own reason, and taken back when it runs")
    void dnsmasqFails() throws Exception {
        BootConfig config = new BootConfig(folder, 8080, BootConfig.Dhcp.PROXY, null, null, folder, false);
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        AtomicInteger starts = new AtomicInteger();
        CommandRunner runner = command -> {
            if (starts.incrementAndGet() == 1) {
                String said = "\ndnsmasq: failed to bind DHCP server socket: Address already in use\n";
                return new CommandResult(command, 2, new byte[0], said.getBytes(StandardCharsets.UTF_8), false);
            }
            try {
                new CountDownLatch(1).await();
                throw new IllegalStateException();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        };
        try (Dnsmasq dnsmasq = Dnsmasq.start(
                runner,
                config,
                "10.1.2.1",
                8080,
                folder.resolve("state"),
                problem -> told.add(problem == null ? "runs" : problem))) {
            String said = told.poll(30, TimeUnit.SECONDS);
            assertTrue(
                    String.valueOf(said)
                            .startsWith(
                                    "dnsmasq ended with code 2: failed to bind DHCP server socket: Address already"),
                    said);
            assertEquals("runs", told.poll(30, TimeUnit.SECONDS));
            assertNull(dnsmasq.problem());
        }
        JsonNode view = controller.admin().get("/network-boot").data();
        assertTrue(view.path("problem").isNull(), view.toString());
        assertEquals("off", view.path("dhcp").asText());
        assertEquals(port(), view.path("http_port").asInt());
    }

    @Test
    @DisplayName("the packet that wakes a machine is six times 255 and sixteen times its address")
    void wake() {
        byte[] packet = WakeOnLan.packet("52:54:00:ab:cd:ef");
        assertEquals(102, packet.length);
        assertEquals((byte) 0xff, packet[5]);
        assertEquals((byte) 0x52, packet[6]);
        assertEquals((byte) 0xef, packet[101]);
    }

    @Test
    @DisplayName("the packet goes to all machines of a network, also where the card was not told their address")
    void wakesAll() throws Exception {
        InetAddress own = InetAddress.getByName("10.77.3.5");
        InetAddress none = InetAddress.getByName("0.0.0.0");
        assertEquals(InetAddress.getByName("10.77.3.255"), WakeOnLan.broadcast(own, 24, none));
        assertEquals(InetAddress.getByName("10.79.255.255"), WakeOnLan.broadcast(own, 14, none));
        InetAddress told = InetAddress.getByName("10.77.3.127");
        assertEquals(told, WakeOnLan.broadcast(own, 24, told));
        assertNull(WakeOnLan.broadcast(own, 32, none));
        assertNull(WakeOnLan.broadcast(InetAddress.getByName("::1"), 128, null));
    }

    @Test
    @DisplayName("waking a machine fails with the reason: no network to send on, no address of the machine")
    void wakeFails() throws Exception {
        byte[] packet = WakeOnLan.packet(MAC);
        ProblemException refused = assertThrows(ProblemException.class, () -> WakeOnLan.send(packet, List.of()));
        assertTrue(String.valueOf(refused.getMessage()).contains("in no network"), refused.getMessage());
        List<InetAddress> here = List.of(InetAddress.getLoopbackAddress());
        ProblemException failed = assertThrows(
                ProblemException.class, () -> WakeOnLan.send(new byte[70_000], here), "too long to be sent");
        assertTrue(String.valueOf(failed.getMessage()).contains("could not be sent"), failed.getMessage());
        TestNode node = controller.node(
                new NodeRegistration("no card", null, null, null, null, null, null, null, null, null, null, null));
        controller.admin().post(node.path("/wake")).problem(409, "node-state");
    }

    @Test
    @DisplayName(
            "X16 a machine with two cards is one node, whichever it starts from; the boot line names the one it is known by")
    void twoCards() throws Exception {
        String other = "52:54:00:ab:cd:f0";
        String uuid = "&uuid=4c4c4544-0035-4810-8052-b4c04f4e4a31";
        text("/api/v1/boot?mac=" + MAC + uuid);
        text("/api/v1/boot?mac=" + other + uuid);
        JsonNode nodes = controller.admin().get("/nodes").json().path("data");
        assertEquals(1, nodes.size(), nodes.toString());
        String id = nodes.get(0).path("id").asText();
        controller
                .admin()
                .post("/nodes/" + id + "/boot", Map.of("next", "pureboot"))
                .data();
        String script = text("/api/v1/boot?mac=" + other + uuid);
        assertTrue(script.contains("pureboot.node_id=" + id), script);
        assertTrue(script.contains("pureboot.mac=" + MAC), script);
        text("/api/v1/boot?mac=" + other + "&uuid=03000200-0400-0500-0006-000700080009");
        assertEquals(
                2,
                controller.admin().get("/nodes").json().path("data").size(),
                "a maker's default joins no two machines");
    }

    @Test
    @DisplayName("X12 a controller that restarts when a clone has just ended still releases its machines")
    void releasedAfterRestart() throws Exception {
        TestClone clone = TestClone.create(controller);
        clone.start();
        clone.sourceReady().cloning().completed();
        controller.restart();
        for (TestNode node : List.of(clone.source, clone.target)) {
            List<Order.Release> released = controller.again(node).orders(Order.Release.class);
            assertEquals(1, released.size());
            assertEquals(clone.id, released.getFirst().sessionId());
            assertEquals("completed", released.getFirst().reason());
        }
    }

    private String mac(TestNode node) {
        return controller.admin().get(node.path("")).data().path("mac_address").asText();
    }

    private int port() {
        return controller.bootPort();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private String text(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = get(path);
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertEquals(200, response.statusCode(), text);
        return text;
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
