package io.pureboot.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's scripts at work: their folders are temporary ones, and what they start are scripts of the test. */
class OverlayRunTest {
    private static final Path OVERLAY = TestImage.ROOT.resolve("rootfs-overlay");

    @TempDir
    Path folder;

    private Path programs;

    @BeforeEach
    void copyScripts() throws IOException {
        programs = Files.createDirectories(folder.resolve("programs"));
        Files.createDirectories(folder.resolve("run"));
        Path copies = Files.createDirectories(folder.resolve("lib"));
        try (Stream<Path> scripts = Files.list(OVERLAY.resolve("usr/local/lib/pureboot"))) {
            for (Path script : scripts.toList()) {
                executable(copies.resolve(script.getFileName()), moved(Files.readString(script)));
            }
        }
        executable(
                folder.resolve("deploy"),
                moved(Files.readString(OVERLAY.resolve("usr/local/bin/pureboot-deploy")))
                        .replace("\nsleep 3\n", "\n"));
    }

    private String moved(String text) {
        return text.replace("/usr/local/lib/pureboot", folder.resolve("lib").toString())
                .replace("/usr/lib/pureboot", folder.resolve("home").toString())
                .replace("/run/udhcpc", folder.resolve("udhcpc").toString())
                .replace("/proc/cmdline", folder.resolve("cmdline").toString())
                .replace("/run/pureboot", folder.resolve("run").toString())
                .replace("/etc/resolv.conf", folder.resolve("resolv.conf").toString())
                .replace("/opt/pureboot", folder.resolve("opt").toString())
                .replace("/usr/sbin/blkid", "blkid")
                .replace("/usr/bin/mount ", "mount ");
    }

    @Test
    @DisplayName("SS4 network words that cannot be done are said, and the machine asks DHCP instead")
    void networkWords() throws IOException {
        network("pureboot.vlan=abc");
        assertEquals("pureboot.vlan=abc is no number from 1 to 4094: the cards are used without a VLAN.", problems());
        assertEquals("eth0 eth1", asked());

        // Octal to what makes the VLAN.
        for (String wrong : List.of("4095", "0100", "0")) {
            network("pureboot.vlan=" + wrong);
            assertTrue(problems().contains("pureboot.vlan=" + wrong + " is no number"), problems());
        }

        network("pureboot.ip=10.9.8.5/24@eth9");
        assertTrue(problems().contains("eth9") && problems().contains("eth0 eth1"), problems());
        assertEquals("eth0 eth1", asked());

        for (String wrong : List.of("10.9.8.5", "10.9.8.555/24", "host/24", "10.9.8.5/99")) {
            network("pureboot.ip=" + wrong);
            assertTrue(problems().contains("pureboot.ip=" + wrong + " is no ADDRESS/PREFIX"), problems());
            assertEquals("eth0 eth1", asked());
        }
    }

    @Test
    @DisplayName("SS4 DHCP is answered on the card that has the address, by the name it has in its VLAN")
    void dhcpCard() throws IOException {
        String deploy = Files.readString(folder.resolve("deploy"));
        String function = deploy.substring(deploy.indexOf("# dhcp_card"), deploy.indexOf("# server NAME"));
        Path script = executable(
                folder.resolve("dhcp-card"),
                Files.readString(folder.resolve("lib/common.sh")) + function + "dhcp_card\necho \"card=$card\"\n");
        assertEquals("card=eth0.5", card(script, "pureboot.vlan=5 pureboot.ip=10.9.8.5/24@eth0"));
        assertEquals(
                "card=eth1", card(script, "pureboot.vlan=5 pureboot.ip=10.9.8.5/24@eth1"), "cannot have that VLAN");
        assertEquals("card=eth0", card(script, "pureboot.ip=10.9.8.5/24@eth0"));
        assertEquals("card=", card(script, "pureboot.vlan=5 pureboot.ip=10.9.8.5/24"));
    }

    @Test
    @DisplayName("SS4 a wrong gateway and a wrong DNS server are said each, the address is set all the same")
    void staticAddress() throws IOException {
        String shown = network("pureboot.ip=10.9.8.5/24,10.1.1.1,dns.example@eth1");
        assertTrue(shown.contains("10.9.8.5/24"), shown);
        assertTrue(problems().contains("10.1.1.1 in pureboot.ip is no gateway"), problems());
        assertTrue(problems().contains("dns.example in pureboot.ip is no address of a DNS server"), problems());
        assertEquals("eth0", asked());

        network("pureboot.ip=10.9.8.5/24,10.9.8.1,10.9.8.2");
        assertEquals("", problems());
        assertEquals("nameserver 10.9.8.2\n", Files.readString(folder.resolve("resolv.conf")));
        assertEquals("eth1", asked());
    }

    @Test
    @DisplayName("SS7 a mode nobody knows and a PIN of letters: the node starts with a PIN of its own")
    void nodeStarts() throws IOException {
        java("echo \"pureboot node: port 9443 is taken\"\necho '        at com.Some.line'\nexit 2");
        run("pureboot.mode=nonsense pureboot.pin=letters", "sh", folder + "/deploy");
        String pin = Files.readString(folder.resolve("run/pin")).strip();
        assertTrue(pin.matches("\\d{8}"), pin);
        String arguments = Files.readString(folder.resolve("java-arguments"));
        assertTrue(arguments.contains("pin-alone=" + pin), arguments);
        assertTrue(problems().contains("pureboot.mode=nonsense is not known"), problems());
        assertTrue(
                problems()
                        .contains("The node ended with code 2 and is started again: pureboot node: port 9443 is taken"),
                problems());

        Files.delete(folder.resolve("run/pin"));
        run("pureboot.pin=4711 pureboot.server=https://10.0.0.1:8443", "sh", folder + "/deploy");
        assertEquals("4711\n", Files.readString(folder.resolve("run/pin")));
    }

    @Test
    @DisplayName("SS7 the console shows the PIN of a node that stands alone once, and every problem in one line")
    void screen() throws IOException {
        Files.writeString(folder.resolve("cmdline"), "pureboot.server=https://10.0.0.1:8443 pureboot.ca=abc\n");
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/version"), "0.1.0\n");
        Files.writeString(folder.resolve("run/kind"), "node\n");
        Files.writeString(folder.resolve("run/pin"), "24681357\n");
        Files.writeString(folder.resolve("run/status"), "PIN 24681357\n! pureboot.ca is wrong\n");
        String text = Files.readString(folder.resolve("lib/screen"));
        Path once =
                executable(folder.resolve("once"), text.substring(0, text.indexOf("# A screen is cleared")) + "draw\n");
        String drawn = drawn(once);
        assertEquals(2, drawn.split("PIN 24681357", -1).length, drawn);
        assertTrue(drawn.contains("\n  ! pureboot.ca is wrong\n"), drawn);
        Files.writeString(folder.resolve("cmdline"), "quiet\n");
        drawn = drawn(once);
        assertEquals(2, drawn.split("PIN 24681357", -1).length, drawn);

        Files.writeString(folder.resolve("run/kind"), "controller\n");
        Files.delete(folder.resolve("run/status"));
        String output = "PureBoot controller at https://x\nDHCP: dnsmasq ended with code 2: no port\n";
        Files.writeString(folder.resolve("run/output"), output);
        drawn = drawn(once);
        assertTrue(drawn.contains("\n  ! DHCP: dnsmasq ended with code 2: no port\n"), drawn);
        Files.writeString(folder.resolve("run/output"), output + "DHCP: dnsmasq runs\n");
        drawn = drawn(once);
        assertFalse(drawn.contains("DHCP"), drawn);
        assertTrue(drawn.contains("Ready"), drawn);
    }

    @Test
    @DisplayName("PH3 a data disk that takes a while to appear is waited for, five seconds and only once")
    void slowDataDisk() throws IOException {
        appears(3);
        dataPartition();
        assertEquals("", problems());
        assertTrue(Files.readString(folder.resolve("mounted")).contains("/dev/sdz1"), "not mounted");

        Files.delete(folder.resolve("mounted"));
        Files.delete(folder.resolve("run/disks-awaited"));
        appears(1000);
        dataPartition();
        assertTrue(problems().contains("in memory and is lost"), problems());
        assertEquals(6, Files.readString(folder.resolve("asked-blkid")).length(), "at once and then for five seconds");

        appears(1000);
        dataPartition();
        assertEquals(1, Files.readString(folder.resolve("asked-blkid")).length(), "a second start waits no more");
        assertFalse(Files.exists(folder.resolve("mounted")));
    }

    @Test
    @DisplayName("SS7 what a server says does not fill the memory, and what it says once stays on the screen")
    void boundedOutput() throws IOException {
        Path output = folder.resolve("output");
        Files.writeString(
                output,
                "PureBoot controller at https://x\nFirst sign-in: admin / y\nDHCP: dnsmasq runs\nDHCP: no port\n"
                        + "a line of log\n".repeat(100_000));
        String common = Files.readString(folder.resolve("lib/common.sh"));
        Path script = executable(folder.resolve("script"), common + "keep_small " + output + " 1048576\n");
        new ProcessCommandRunner().run(Command.of("sh", script.toString())).orThrow();
        String kept = Files.readString(output);
        assertTrue(kept.length() < 300_000, "kept " + kept.length());
        assertTrue(
                kept.startsWith(
                        "PureBoot controller at https://x\nFirst sign-in: admin / y\nDHCP: no port\na line of log\n"),
                kept.substring(0, 100));
        assertTrue(kept.endsWith("a line of log\n"));
        new ProcessCommandRunner().run(Command.of("sh", script.toString())).orThrow();
        assertEquals(kept, Files.readString(output), "small already");
    }

    @Test
    @DisplayName("AR4 disks on a USB: drivers of every controller are in the image, those of the disks wait for them")
    void usbDisks() throws IOException {
        List<String> listed = PackageLock.lines(TestImage.settings().recipe().resolve("modules.list")).stream()
                .flatMap(line -> Stream.of(line.split("\\s+")))
                .toList();
        for (String module : List.of(
                "xhci_pci",
                "xhci_pci_renesas",
                "ehci_pci",
                "ohci_pci",
                "uhci_hcd",
                "usb_storage",
                "uas",
                "sd_mod",
                "sr_mod")) {
            assertTrue(listed.contains(module), module);
        }
        // Their devices appear after the last round of asking for drivers by device.
        String bringUp = Files.readString(OVERLAY.resolve("usr/local/lib/pureboot/bring-up"));
        String loaded = bringUp.lines()
                .filter(line -> line.startsWith("/usr/sbin/modprobe "))
                .findFirst()
                .orElseThrow();
        for (String module : List.of("usb_storage", "uas", "sd_mod", "sr_mod", "mmc_block", "usbhid", "hid_generic")) {
            assertTrue(List.of(loaded.split(" ")).contains(module), module + " is not among " + loaded);
            assertTrue(listed.contains(module), module);
        }
    }

    private static String drawn(Path once) throws IOException {
        return new ProcessCommandRunner().run(Command.of("sh", once.toString())).text();
    }

    @Test
    @DisplayName(
            "SS1 a card that appears after the start is asked for, once, and has the address that names it; one that"
                    + " was pulled out is asked for again when it is back")
    void lateCards() throws IOException {
        Path cards = Files.writeString(folder.resolve("cards"), "eth0\n");
        // What happens in each pause; after the last the watching ends.
        String pauses = """
                #!/bin/sh
                printf x >>%1$s/pauses
                case $(wc -c <%1$s/pauses) in
                    2) printf 'eth0\\neth1\\n' >%1$s/cards ;;
                    3) printf 'eth1\\n' >%1$s/cards ;;
                    4) printf 'eth0\\neth1\\n' >%1$s/cards ;;
                    6)
                        for try in $(seq 100); do
                            [ "$(wc -l <%1$s/asked)" -ge "$ASKED" ] && break
                            /bin/sleep 0.1
                        done
                        exit 1
                        ;;
                esac
                """.formatted(folder);
        executable(programs.resolve("sleep"), pauses);
        String late = ". " + folder.resolve("lib/network") + " && . " + folder.resolve("lib/late-devices");
        network("quiet", "cat " + cards, "export ASKED=3; " + late);
        assertEquals("eth0 eth0 eth1", asked());

        Files.writeString(cards, "eth0\n");
        Files.delete(folder.resolve("pauses"));
        String shown = network("pureboot.ip=10.9.8.5/24@eth1", "cat " + cards, "export ASKED=2; " + late);
        assertTrue(shown.contains("10.9.8.5/24"), shown);
        assertEquals("", problems(), "it was missing for a while only");
        assertEquals("eth0 eth0", asked());
    }

    @Test
    @DisplayName(
            "SS1 a card that was gone between two looks is asked for again; one that is gone is not spoken of any more")
    void goneCards() throws Exception {
        Path index = Files.createDirectories(folder.resolve("net/eth1")).resolve("ifindex");
        Files.writeString(index, "3\n");
        Path common = folder.resolve("lib/common.sh");
        Files.writeString(
                common,
                Files.readString(common)
                        .replace("/sys/class/net", folder.resolve("net").toString()));
        Path cards = Files.writeString(folder.resolve("cards"), "eth0\neth1\n");
        String pauses = """
                #!/bin/sh
                printf x >>%1$s/pauses
                case $(wc -c <%1$s/pauses) in
                    2)
                        echo 7 >%2$s
                        mkdir -p %1$s/run/problems
                        echo none >%1$s/run/problems/dhcp-eth1
                        ;;
                    4)
                        cp %1$s/run/problems/dhcp-eth1 %1$s/kept 2>/dev/null
                        echo none >%1$s/run/problems/dhcp-eth1
                        rm %2$s
                        printf 'eth0\\n' >%1$s/cards
                        bash -c 'echo $$ >%1$s/udhcpc.eth1; exec -a udhcpc /bin/sleep 60' >/dev/null 2>&1 &
                        for try in $(seq 100); do
                            [ -s %1$s/udhcpc.eth1 ] && break
                            /bin/sleep 0.1
                        done
                        ;;
                    6)
                        for try in $(seq 100); do
                            [ "$(wc -l <%1$s/asked)" -ge 3 ] && break
                            /bin/sleep 0.1
                        done
                        exit 1
                        ;;
                esac
                """.formatted(folder, index);
        executable(programs.resolve("sleep"), pauses);
        String late = ". " + folder.resolve("lib/network") + " && . " + folder.resolve("lib/late-devices");
        network("quiet", "cat " + cards, late);
        assertEquals("eth0 eth1 eth1", asked());
        assertFalse(Files.exists(folder.resolve("kept")), "said of the card as it was before");
        assertEquals("", problems());
        assertFalse(Files.exists(folder.resolve("udhcpc.eth1")), "its DHCP client goes with it");

        Files.writeString(cards, "eth0\neth1\n");
        String gone = "printf 'eth1\\n' >" + cards;
        network(
                "pureboot.ip=10.9.8.5/24",
                "cat " + cards,
                ". " + folder.resolve("lib/network") + " && wait && " + gone + " && . "
                        + folder.resolve("lib/network"));
        assertEquals(
                "The network card that had the address of pureboot.ip is gone: the next one that appears gets it.",
                problems());
    }

    @Test
    @DisplayName("SS1 a DHCP lease that ends takes its own address along, not those of IPv6 that a router announced")
    void leaseEnds() throws IOException {
        Prerequisites.requireRoot();
        String shown = run(
                        "quiet",
                        "unshare",
                        "--net",
                        "sh",
                        "-c",
                        "ip link add eth0 type veth peer name eth1 && ip link set eth0 up"
                                + " && ip addr add fd00:9::5/64 dev eth0 && ip addr add 10.9.8.5/24 dev eth0"
                                + " && interface=eth0 sh " + folder.resolve("lib/dhcp") + " deconfig; ip addr")
                .text();
        assertTrue(shown.contains("fd00:9::5/64"), shown);
        assertFalse(shown.contains("10.9.8.5"), shown);
    }

    /** Runs the network script with two cards in a network of its own; returns the addresses then. */
    private String network(String commandLine) throws IOException {
        return network(commandLine, "printf 'eth0\\neth1\\n'", ". " + folder.resolve("lib/network"));
    }

    private String network(String commandLine, String cards, String script) throws IOException {
        Prerequisites.requireRoot();
        Prerequisites.requireTool("unshare");
        Prerequisites.requireTool("ip");
        Files.deleteIfExists(folder.resolve("asked"));
        Files.deleteIfExists(folder.resolve("run/addressed"));
        new ProcessCommandRunner()
                .run(Command.of("rm", "-rf", folder.resolve("run/cards").toString()));
        executable(
                programs.resolve("udhcpc"),
                "#!/bin/sh\nwhile [ \"$1\" != -i ]; do shift; done\necho \"$2\" >>" + folder.resolve("asked") + "\n");
        Path common = folder.resolve("lib/common.sh");
        String text = Files.readString(common);
        if (!text.contains("test's cards")) {
            Files.writeString(
                    common,
                    text + "\n# the test's cards\nnetwork_cards() { eval \"$CARDS\"; }\nload_drivers() { :; }\n");
        }
        return run(
                        commandLine,
                        "env",
                        "CARDS=" + cards,
                        "unshare",
                        "--net",
                        "sh",
                        "-c",
                        "ip link add eth0 type veth peer name eth1 && set -- name && " + script + " && wait; ip addr")
                .text();
    }

    /** What the script says where there are the cards eth0, eth0.5 and eth1. */
    private String card(Path script, String commandLine) throws IOException {
        Prerequisites.requireRoot();
        return run(
                        commandLine,
                        "unshare",
                        "--net",
                        "--mount",
                        "sh",
                        "-c",
                        "ip link add eth0 type veth peer name eth1 && ip link add eth0.5 type veth peer name other"
                                + " && mount -t sysfs sysfs /sys && sh " + script)
                .text()
                .strip();
    }

    private String asked() throws IOException {
        return String.join(
                " ",
                Files.readAllLines(folder.resolve("asked")).stream().sorted().toList());
    }

    /** The data disk is there when asked for the {@code nth} time, counted from 0. */
    private void appears(int nth) throws IOException {
        Path counter = folder.resolve("asked-blkid");
        Files.deleteIfExists(counter);
        executable(
                programs.resolve("blkid"),
                "#!/bin/sh\nprintf x >>" + counter + "\n[ \"$(wc -c <" + counter + ")\" -gt " + nth
                        + " ] && echo /dev/sdz1\n");
        executable(programs.resolve("mountpoint"), "#!/bin/sh\nexit 1\n");
        executable(programs.resolve("mount"), "#!/bin/sh\necho \"$@\" >" + folder.resolve("mounted") + "\n");
        executable(programs.resolve("sleep"), "#!/bin/sh\n");
    }

    private void dataPartition() throws IOException {
        String deploy = Files.readString(folder.resolve("deploy"));
        String functions = deploy.substring(
                deploy.indexOf("# device LABEL"), deploy.indexOf("# The controller's certificate and its answers"));
        Path script = executable(
                folder.resolve("data"),
                Files.readString(folder.resolve("lib/common.sh")) + "data_disk=true\n" + functions
                        + "data_partition\n");
        run("quiet", "sh", script.toString());
    }

    private void java(String body) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("home/jre/bin"));
        executable(
                bin.resolve("java"),
                "#!/bin/sh\necho \"$@\" >" + folder.resolve("java-arguments") + "\n" + body + "\n");
    }

    private CommandResult run(String commandLine, String... argv) throws IOException {
        Files.writeString(folder.resolve("cmdline"), commandLine + "\n");
        new ProcessCommandRunner()
                .run(Command.of("rm", "-rf", folder.resolve("run/problems").toString()));
        String[] words = new String[argv.length + 2];
        words[0] = "env";
        words[1] = "PATH=" + programs + ":" + System.getenv("PATH");
        System.arraycopy(argv, 0, words, 2, argv.length);
        return new ProcessCommandRunner().run(Command.of(words));
    }

    /** All that the console would say, one line each, in the order of their names. */
    private String problems() throws IOException {
        Path problems = folder.resolve("run/problems");
        if (!Files.exists(problems)) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(problems)) {
            for (Path file : files.sorted().toList()) {
                all.append(all.isEmpty() ? "" : "\n")
                        .append(Files.readString(file).strip());
            }
        }
        return all.toString();
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }
}
