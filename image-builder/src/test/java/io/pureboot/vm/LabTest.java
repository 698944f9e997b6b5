package io.pureboot.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.demo.ControllerClient;
import io.pureboot.demo.Folders;
import io.pureboot.image.BootableDisk;
import io.pureboot.image.TestImage;
import io.pureboot.protocol.node.NodeInfo;
import io.pureboot.protocol.session.CloneMode;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.CloneSessionCreate;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Three machines: the controller inside the image, source and target booted from it over the network. */
@Tag("vm")
@Isolated("three machines are enough for two CPUs")
class LabTest {
    private static final String PASSWORD = "lab-password-77";
    private static final String SOURCE = "52:54:00:77:00:02";
    private static final String TARGET = "52:54:00:77:00:03";
    private static final String ROUTER = "52:54:00:77:00:fe";
    private static final String SOURCE_IPV6 = "[fd00:77::5054:ff:fe77:2]";
    private static final int MEMORY = 512;
    private static final int DISK_MIB = 320;
    private static final int DATA_MIB = 40;

    /**
     * Typed at the controller's shell: a router as people have one at home, which gives addresses of both kinds and knows
     * nothing of booting, as a machine of its own as far as the network can see.
     */
    private static final String START_ROUTER = """
            card=$(basename $(dirname $(grep -l %s /sys/class/net/*/address)))
            unshare -n sleep 100000 &
            router=$!
            until [ "$(readlink /proc/$router/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 1; done
            ip link set $card netns $router
            at="nsenter -n -t $router"
            $at ip link set $card up
            $at ip addr add 10.77.0.254/24 dev $card
            $at ip addr add fd00:77::1/64 dev $card
            lease="--dhcp-authoritative --dhcp-range=10.77.0.100,10.77.0.199,1h --dhcp-leasefile=/run/router.leases"
            six="--enable-ra --dhcp-range=fd00:77::,ra-only"
            $at dnsmasq --port=0 --user=root --interface=$card --bind-interfaces --pid-file=/run/router.pid $lease $six
            [ -s /run/router.pid ] && echo routing $((40 + 2))
            """.formatted(ROUTER);

    /** The router goes, and the controller is killed: the one that init starts gives addresses itself. */
    private static final String GIVE_ADDRESSES = """
            kill $(cat /run/router.pid)
            sed s/pureboot.dhcp=proxy/pureboot.dhcp=full/ /proc/cmdline >/run/cmdline
            /usr/bin/mount --bind /run/cmdline /proc/cmdline
            kill -9 $(pidof java) && echo killed $((40 + 2))
            """;

    private Path folder;

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createTempDirectory("pureboot-lab-");
    }

    @AfterEach
    void delete() throws IOException {
        Folders.delete(folder);
    }

    @Test
    @DisplayName("AR4 AR5 BM1 BM2 SS3 SS4 SS11 DF2 DF6 DF11 X11 KD6 source and target boot over the network from the"
            + " controller in the image, beside a router that gives the addresses; both lose power in the middle and"
            + " boot into their parts; the controller is killed and the router gone; the clone completes, and the"
            + " target boots it")
    void threeMachines() throws Exception {
        for (String tool : List.of("qemu-system-x86_64", "sgdisk", "mformat", "mkfs.ext4")) {
            Prerequisites.requireTool(tool);
        }
        Prerequisites.require(Ovmf.present(), "ovmf");
        Path image = TestImage.get();
        Path disk = folder.resolve("source.img");
        BootableDisk.make(image, disk, DISK_MIB, DATA_MIB, folder);
        Path before = Files.copy(disk, folder.resolve("before.img"));
        Path target = Lab.emptyDisk(folder.resolve("target.img"), Files.size(disk));
        int port = Lab.freePort();
        try (Lab lab = new Lab(image, folder);
                HttpClient http = Trusting.client()) {
            VirtualMachine controller = lab.controller(port, PASSWORD, "pureboot.shell pureboot.dhcp=proxy", ROUTER);
            ControllerClient client = new ControllerClient(URI.create("https://127.0.0.1:" + port), http);
            signIn(controller, client);
            controller.type(START_ROUTER);
            Console.await(controller, "routing 42");
            VirtualMachine from = source(lab, disk);
            VirtualMachine to = target(lab, Lab.Firmware.UEFI, target);
            NodeInfo sourceNode = booted(client, from, SOURCE);
            NodeInfo targetNode = booted(client, to, TARGET);
            answersByIpv6(controller, from);

            // Those that wait already do their parts without booting again.
            String session = client.create(new CloneSessionCreate(
                            "lab",
                            sourceNode.id(),
                            targetNode.id(),
                            "/dev/vda",
                            "/dev/vda",
                            null,
                            CloneMode.DIRECT,
                            null,
                            null,
                            null))
                    .id();
            client.start(session);
            Console.until(to, "has written a part", () -> transferred(client, session) > 8L << 20);
            from.close();
            to.close();
            assertNotCompleted(client.session(session));
            scriptsNameTheParts(controller, session);

            // Back again they boot into their parts, one of them by HTTP this time.
            VirtualMachine source = source(lab, disk);
            VirtualMachine again = target(lab, Lab.Firmware.UEFI_HTTP, target);
            Console.await(source, "Mode clone_source_direct");
            Console.await(again, "Mode clone_target_direct");
            Console.await(source, "Clone source /dev/vda");
            Console.await(again, "Clone target /dev/vda");
            assertNotCompleted(client.session(session));

            controller.type(GIVE_ADDRESSES);
            Console.await(controller, "killed 42");
            signIn(controller, client);
            Console.until(again, "completes the clone", () -> {
                CloneSession now = client.session(session);
                assertTrue(
                        now.status() != SessionStatus.FAILED && now.status() != SessionStatus.CANCELLED,
                        () -> now.status() + " " + now.errorMessage());
                return now.status() == SessionStatus.COMPLETED;
            });
            assertTrue(client.receipt(session).size() > 0);

            // Booted for this clone alone it restarts, and is sent to its own disk: the clone, not another cloning.
            Console.await(again, BootableDisk.UP);
            assertTrue(again.awaitOff(120), again.said());
            Console.until(source, "asks what to boot once more", () -> {
                String said = source.said();
                String asked = "/api/v1/boot.";
                return said.indexOf(asked) != said.lastIndexOf(asked);
            });
            assertEquals(SessionStatus.COMPLETED, client.session(session).status());
            for (VirtualMachine machine : List.of(controller, source, again)) {
                assertFalse(machine.said().contains("PRIVATE KEY"), machine.name());
            }
        }
        assertEquals(-1, Files.mismatch(before, disk), "the source is as it was");
        assertEquals(-1, Files.mismatch(disk, target), "both disks are the same");
    }

    private static VirtualMachine source(Lab lab, Path disk) throws IOException {
        return lab.node("source", Lab.Firmware.BIOS, MEMORY, SOURCE, disk, false);
    }

    private static VirtualMachine target(Lab lab, Lab.Firmware firmware, Path disk) throws IOException {
        return lab.node("target", firmware, MEMORY, TARGET, disk, false);
    }

    /** The router has told the node its network; the node's pages are at the address it made itself there. */
    private static void answersByIpv6(VirtualMachine controller, VirtualMachine node) throws IOException {
        Console.await(node, "https://" + SOURCE_IPV6 + ":9443   (eth0)");
        controller.type("curl -skg --retry 10 --retry-all-errors -o /run/health 'https://" + SOURCE_IPV6
                + ":9443/health' && cat /run/health && echo answered $((40 + 2))\n");
        String said = Console.await(controller, "answered 42");
        assertTrue(said.contains("\"status\":\"ok\""), said);
    }

    private static void signIn(VirtualMachine controller, ControllerClient client) {
        Console.until(controller, "signs in", () -> {
            client.signIn("admin", PASSWORD);
            return true;
        });
    }

    private static void assertNotCompleted(CloneSession session) {
        assertNotEquals(SessionStatus.COMPLETED, session.status(), "too soon to show anything");
    }

    /** By plain HTTP boot scripts are to be had, by which the nodes know their controller, and nothing of the API. */
    private static void scriptsNameTheParts(VirtualMachine controller, String session) throws IOException {
        String get = "wget -q -O- 'http://" + Lab.CONTROLLER + ":8080/api/v1/";
        controller.type(get + "boot?mac=" + SOURCE + "'; " + get + "boot?mac=" + TARGET + "'; " + get
                + "nodes' || echo asked $((40 + 2))\n");
        String said = Console.await(controller, "asked 42");
        assertTrue(said.contains("pureboot.mode=clone_source_direct"), said);
        assertTrue(said.contains("pureboot.mode=clone_target_direct"), said);
        assertTrue(said.contains("pureboot.session_id=" + session), said);
        assertTrue(
                Pattern.compile("pureboot\\.server=https://" + Pattern.quote(Lab.CONTROLLER) + ":8443"
                                + " pureboot\\.ca=[0-9a-f]{64} ")
                        .matcher(said)
                        .find(),
                said);
    }

    private static long transferred(ControllerClient client, String session) throws Exception {
        CloneSession now = client.session(session);
        return now.bytesTransferred();
    }

    /** Waits until a machine is a node that is there and has said what disks it has. */
    private static NodeInfo booted(ControllerClient client, VirtualMachine machine, String mac) {
        // Its console first: an emulated controller has better things to do than to answer questions all the time.
        Console.await(machine, "Mode pending");
        Console.await(machine, "Controller https://" + Lab.CONTROLLER + ":8443 answers");
        NodeInfo[] found = new NodeInfo[1];
        Console.until(machine, "is online with a disk", () -> {
            for (NodeInfo node : client.nodes()) {
                if (mac.equals(node.macAddress())
                        && node.online()
                        && !client.disks(node.id()).isEmpty()) {
                    found[0] = node;
                    return true;
                }
            }
            return false;
        });
        return found[0];
    }
}
