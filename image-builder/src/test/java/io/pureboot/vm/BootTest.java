package io.pureboot.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.demo.Folders;
import io.pureboot.image.BootMenu;
import io.pureboot.image.TestImage;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One machine that boots the image without any controller. Emulated machines have one CPU each: two at a time. */
@Tag("vm")
@Execution(ExecutionMode.CONCURRENT)
class BootTest {
    private static Path image;
    private static Path initrd;

    private final List<VirtualMachine> machines = new ArrayList<>();
    private Path folder;

    @BeforeAll
    static void image() throws IOException {
        Prerequisites.requireTool("qemu-system-x86_64");
        image = TestImage.get();
        initrd = image.resolve("both.img");
        try (OutputStream out = Files.newOutputStream(initrd)) {
            Files.copy(image.resolve("initrd.img"), out);
            Files.copy(image.resolve("initrd-start.img"), out);
        }
    }

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createTempDirectory("pureboot-boot-");
    }

    @AfterEach
    void end() throws IOException {
        machines.forEach(VirtualMachine::close);
        Folders.delete(folder);
    }

    @Test
    @DisplayName("AR5 SS1 SS9 512 MiB, e1000e and every kind of disk: an unknown mode is said, the page answers, the"
            + " scan finds all disks")
    void hardware() throws Exception {
        int port = freePort();
        Hardware pc = kernel("pureboot.mode=nonsense pureboot.name=lab pureboot.pin=4711")
                .alone("e1000e", port, 9443)
                .disk(disk("virtio"), "virtio-blk-pci,serial=VIRTIO1")
                .disk(disk("sata"), "ide-hd,serial=SATA1")
                .disk(disk("nvme"), "nvme,serial=NVME1")
                .with("-device", "virtio-scsi-pci")
                .disk(disk("scsi"), "scsi-hd,serial=SCSI1");
        VirtualMachine machine = start("hardware", 512, pc);

        awaitHealth(machine, port);
        String said = Console.await(machine, "pureboot.mode=nonsense is not known");
        assertTrue(said.contains("PureBoot 0.1.0   node   lab"), said);
        assertTrue(said.contains("https://10.0.2.15:9443"), said);
        assertTrue(said.contains("PIN 4711"), said);

        assertEquals(401, get(port, "/api/v1/nodes/self/disks", null).statusCode());
        String token = token(port, "4711");
        JsonNode disks = json(get(port, "/api/v1/nodes/self/disks", token)).path("data");
        Map<String, String> found = new TreeMap<>();
        disks.forEach(disk -> found.put(
                disk.path("serial").asText(),
                disk.path("device").asText() + " " + disk.path("size_bytes").asLong()));
        long size = 64L << 20;
        assertEquals("/dev/vda " + size, found.get("VIRTIO1"), found.toString());
        assertEquals("/dev/nvme0n1 " + size, found.get("NVME1"), found.toString());
        assertTrue(found.containsKey("SATA1") && found.containsKey("SCSI1"), found.toString());
        assertFalse(machine.said().contains("ended with code"), machine.said());
    }

    @Test
    @DisplayName(
            "SS7 SS10 X11 BM5 FM3 FM5 FM6 FM7 FM8 FM9 FM14 FM15 pureboot.mode=partition: a partition is made in the"
                    + " image's own kernel; ext4 and xfs grow mounted, with a file open, xfs unmounted as well; fat32 and ntfs are"
                    + " refused while they are mounted, then grown, ntfs shrunk too; a server that is killed is there again; all"
                    + " that until the machine is told to stop")
    void partitions() throws Exception {
        MountedDisk mounted = MountedDisk.make(folder);
        int port = freePort();
        VirtualMachine machine = start(
                "partitions",
                512,
                kernel("pureboot.mode=partition pureboot.pin=4711 pureboot.shell")
                        .alone("virtio-net-pci", port, 9443)
                        .disk(disk("virtio"), "virtio-blk-pci,serial=VIRTIO1")
                        .disk(mounted.file(), "virtio-blk-pci,serial=VIRTIO2"));
        awaitHealth(machine, port);
        machine.type(MountedDisk.MOUNT);
        Console.await(machine, "MOUNTED 3");
        String token = token(port, "4711");
        String disk = "/api/v1/nodes/self/disks/vda";
        post(port, disk + "/operations", token, """
                {"operation": "create", "params": {"partition_table": "gpt", "start_bytes": 1048576,
                 "size_bytes": 41943040, "filesystem": "vfat", "label": "MADE"}}
                """);
        String fingerprint =
                json(get(port, disk, token)).path("data").path("fingerprint").asText();
        post(port, disk + "/apply", token, "{\"fingerprint\": \"" + fingerprint + "\"}");
        awaitJob(machine, port, disk, token);
        resizeInTheImage(machine, port, token, mounted);

        machine.type("kill -9 $(pidof java) && echo killed $((40 + 2))\n");
        Console.await(machine, "killed 42");
        awaitHealth(machine, port);
        String again = token(port, "4711");
        JsonNode made = json(get(port, disk, again)).path("data").path("partitions");
        assertEquals(1, made.size(), made.toString());
        assertEquals("MADE", made.path(0).path("label").asText(), made.toString());
        machine.type("blkid /dev/vda1\n");
        Console.await(machine, "TYPE=\"vfat\"");
        assertTrue(machine.running());
        machine.type("poweroff\n");
        assertTrue(machine.awaitOff(180), machine.said());
        mounted.assertGrown();
    }

    private static void resizeInTheImage(VirtualMachine machine, int port, String token, MountedDisk mounted)
            throws Exception {
        String disk = "/api/v1/nodes/self/disks/vdb";
        refused(port, disk, token, resize(MountedDisk.FAT32, MountedDisk.FAT32_GROWN_MIB));
        refused(port, disk, token, resize(MountedDisk.NTFS, MountedDisk.NTFS_GROWN_MIB));
        refused(port, disk, token, resize(MountedDisk.EXT4, 60));
        machine.type(MountedDisk.LET_GO_OF_NTFS);
        Console.await(machine, "LOOSE 2");
        apply(
                machine,
                port,
                disk,
                token,
                resize(MountedDisk.EXT4, MountedDisk.EXT4_GROWN_MIB),
                resize(MountedDisk.XFS, MountedDisk.XFS_LARGER_MIB),
                resize(MountedDisk.NTFS, MountedDisk.NTFS_SMALL_MIB));
        machine.type(MountedDisk.LOOK_AND_MOUNT_XFS);
        String said = awaitLine(machine, "OPENED \\d+ 2");
        assertTrue(MountedDisk.number("EXT4 (\\d+) " + mounted.restSha256(), said) > 180_000, said);
        assertTrue(MountedDisk.number("NTFS (\\d+) " + mounted.sha256(), said) <= 60 << 10, said);
        long xfs = MountedDisk.number("OPENED (\\d+) 2", said);
        apply(
                machine,
                port,
                disk,
                token,
                resize(MountedDisk.XFS, MountedDisk.XFS_GROWN_MIB),
                resize(MountedDisk.NTFS, MountedDisk.NTFS_GROWN_MIB),
                resize(MountedDisk.FAT32, MountedDisk.FAT32_GROWN_MIB));
        machine.type(MountedDisk.LOOK);
        said = awaitLine(machine, "GROWN \\d+ [0-9a-f]{64}");
        assertEquals(
                xfs + ((MountedDisk.XFS_GROWN_MIB - MountedDisk.XFS_LARGER_MIB) << 10),
                MountedDisk.number("XFS (\\d+) " + mounted.restSha256(), said),
                said);
        assertTrue(MountedDisk.number("FAT32 (\\d+) " + mounted.sha256(), said) > 330_000, said);
        assertTrue(MountedDisk.number("GROWN (\\d+) " + mounted.sha256(), said) > 150_000, said);
    }

    private static String awaitLine(VirtualMachine machine, String line) throws IOException {
        Pattern pattern = Pattern.compile(line);
        Console.until(
                machine, "says " + line, () -> pattern.matcher(machine.said()).find());
        return machine.said();
    }

    private static void refused(int port, String disk, String token, String wish) throws Exception {
        HttpResponse<String> answer = send(port, disk + "/operations", token, wish);
        assertEquals(422, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("mounted"), answer.body());
    }

    private static void apply(VirtualMachine machine, int port, String disk, String token, String... wishes)
            throws Exception {
        for (String wish : wishes) {
            post(port, disk + "/operations", token, wish);
        }
        post(port, disk + "/apply", token, "{}");
        awaitJob(machine, port, disk, token);
    }

    private static String resize(int partition, long mebibytes) {
        return "{\"operation\": \"resize\", \"params\": {\"partition\": " + partition + ", \"new_size_bytes\": "
                + (mebibytes << 20) + "}}";
    }

    private static void awaitJob(VirtualMachine machine, int port, String disk, String token) {
        Console.until(machine, "has done its job", () -> {
            JsonNode job = json(get(port, disk + "/job", token)).path("data");
            String state = job.path("state").asText();
            assertFalse(Set.of("failed", "rejected", "cancelled").contains(state), job.toString());
            return state.equals("completed");
        });
    }

    @Test
    @DisplayName("a controller whose data are in memory takes an empty disk for them; they outlive a power cut")
    void dataDisk() throws Exception {
        Path disk = disk("empty");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(1536L << 20);
        }
        String password = "correct-horse-battery";
        int port = freePort();
        VirtualMachine first = start("memory-only", 768, controller("pureboot.password=" + password, port, disk));
        awaitHealth(first, port);
        assertTrue(Console.await(first, "Everything this controller knows is in memory")
                .contains("  !"));
        String token = admin(port, password);
        post(
                port,
                "/api/v1/users",
                token,
                "{\"username\":\"kept\",\"password\":\"a long password\",\"role\":\"viewer\"}");
        String ca =
                json(get(port, "/api/v1/ca", null)).path("data").path("sha256").asText();
        JsonNode disks = json(get(port, "/api/v1/system/data/disks", token)).path("data");
        assertEquals(1, disks.size(), disks.toString());
        assertEquals("EMPTY1", disks.path(0).path("confirmation").asText(), disks.toString());
        assertTrue(disks.path(0).path("usable").asBoolean(), disks.toString());
        HttpResponse<String> answer =
                send(port, "/api/v1/system/data", token, "{\"device\":\"/dev/vda\",\"confirmation\":\"EMPTY1\"}");
        assertEquals(202, answer.statusCode(), answer.body());
        Console.until(first, "has its data on the disk", () -> {
            JsonNode place = json(get(port, "/api/v1/system/data", token)).path("data");
            assertFalse(place.path("state").asText().equals("failed"), place.toString());
            return !place.path("in_memory").asBoolean();
        });
        assertFalse(first.said().contains("ended with code"), first.said());
        first.close();

        VirtualMachine second = start("on-disk", 768, controller("", port, disk));
        awaitHealth(second, port);
        String again = admin(port, password);
        assertEquals(
                ca,
                json(get(port, "/api/v1/ca", null)).path("data").path("sha256").asText());
        assertTrue(get(port, "/api/v1/users", again).body().contains("\"kept\""));
        JsonNode place = json(get(port, "/api/v1/system/data", again)).path("data");
        assertFalse(place.path("in_memory").asBoolean(), place.toString());
        assertFalse(second.said().contains("is in memory"), second.said());
    }

    private Hardware controller(String more, int port, Path disk) {
        return kernel("pureboot.mode=controller " + more)
                .alone("virtio-net-pci", port, 8443)
                .disk(disk, "virtio-blk-pci,serial=EMPTY1");
    }

    @Test
    @DisplayName("too little memory is said in words, on the console")
    void memory() throws IOException {
        VirtualMachine machine = start("memory", 256, kernel(""));
        Console.await(machine, "this machine has too little memory");
        assertTrue(machine.running());
    }

    @Test
    @DisplayName("SS1 without DHCP the console says so and how to go on; nothing ends")
    void noAddress() throws IOException {
        Hardware pc = kernel("").with("-netdev", "hubport,hubid=0,id=n").with("-device", "virtio-net-pci,netdev=n");
        VirtualMachine machine = start("silent", 512, pc);
        String said = Console.await(machine, "No DHCP server answers on eth0");
        assertTrue(said.contains("No network address yet."), said);
        assertTrue(said.contains("pureboot.ip=ADDRESS/PREFIX"), said);
    }

    @Test
    @DisplayName("SS1 a controller that nobody is: the console says so and that it goes on trying; nothing ends")
    void noController() throws IOException {
        Hardware pc = kernel("pureboot.server=https://10.0.2.77:8443 pureboot.ca=" + "5a".repeat(32)
                        + " pureboot.token=none")
                .alone("virtio-net-pci", freePort(), 9443);
        VirtualMachine machine = start("alone", 512, pc);
        String said = Console.await(machine, "Controller https://10.0.2.77:8443 does not answer; trying again");
        assertTrue(said.contains("https://10.0.2.15:9443"), said);
        assertFalse(said.contains("ended with code"), said);
    }

    @Test
    @DisplayName("pureboot.ip and pureboot.vlan set an address without DHCP")
    void ownAddress() throws IOException {
        Hardware pc = kernel("pureboot.ip=192.0.2.7/24,192.0.2.1 pureboot.vlan=12")
                .with("-netdev", "hubport,hubid=0,id=n")
                .with("-device", "virtio-net-pci,netdev=n");
        VirtualMachine machine = start("vlan", 512, pc);
        Console.await(machine, "https://192.0.2.7:9443   (eth0.12)");
    }

    @ParameterizedTest(name = "AR4 the ISO boots by {0}")
    @ValueSource(strings = {"BIOS", "BIOS from a USB stick", "UEFI", "UEFI with Secure Boot"})
    void iso(String firmware) throws IOException {
        Path iso = image.resolve("pureboot.iso");
        Hardware pc = Hardware.pc();
        boolean secure = firmware.contains("Secure Boot");
        if (firmware.startsWith("UEFI")) {
            Prerequisites.require(Ovmf.present(), "ovmf");
            Path variables = folder.resolve("variables.fd");
            pc = secure ? Ovmf.secureBoot(pc, variables) : Ovmf.plain(pc, variables);
        }
        if (firmware.contains("USB")) {
            pc.with("-device", "qemu-xhci")
                    .with("-drive", "if=none,format=raw,readonly=on,id=stick,file=" + iso)
                    .with("-device", "usb-storage,drive=stick,bootindex=1");
        } else {
            pc.cd(iso);
        }
        VirtualMachine machine = start("iso", 768, pc.alone("virtio-net-pci", freePort(), 9443));
        Console.await(machine, "https://10.0.2.15:9443");
        Pattern pin = Pattern.compile("PIN \\d{8}");
        Console.until(machine, "shows a PIN", () -> pin.matcher(machine.said()).find());
        // The console reads the firmware's variable.
        if (secure) {
            Console.await(machine, "Secure Boot is on");
        } else {
            assertFalse(machine.said().contains("Secure Boot is on"), machine.said());
        }
    }

    private Hardware kernel(String more) {
        String options = BootMenu.KERNEL_OPTIONS.replace("console=tty0", "").replace("panic=30", "panic=-1");
        return Hardware.pc().kernel(image.resolve("vmlinuz"), initrd, options + " " + more);
    }

    private VirtualMachine start(String name, int mebibytes, Hardware pc) throws IOException {
        VirtualMachine machine = VirtualMachine.start(name, mebibytes, folder.resolve(name + ".serial"), pc.options());
        machines.add(machine);
        return machine;
    }

    private Path disk(String name) throws IOException {
        Path file = folder.resolve(name + ".img");
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength(64L << 20);
        }
        return file;
    }

    private static void awaitHealth(VirtualMachine machine, int port) {
        Console.until(machine, "answers HTTPS", () -> get(port, "/health", null).statusCode() == 200);
    }

    private static String token(int port, String pin) throws IOException, InterruptedException {
        return signIn(port, "{\"pin\":\"" + pin + "\"}");
    }

    private static String admin(int port, String password) throws IOException, InterruptedException {
        return signIn(port, "{\"username\":\"admin\",\"password\":\"" + password + "\"}");
    }

    private static String signIn(int port, String who) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/api/v1/auth/login"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(who))
                .build();
        try (HttpClient client = Trusting.client()) {
            return json(client.send(request, HttpResponse.BodyHandlers.ofString()))
                    .path("data")
                    .path("token")
                    .asText();
        }
    }

    private static void post(int port, String path, String token, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(port, path, token, body);
        assertEquals(2, answer.statusCode() / 100, answer.body());
    }

    private static HttpResponse<String> send(int port, String path, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = Trusting.client()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static HttpResponse<String> get(int port, String path, @org.jspecify.annotations.Nullable String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try (HttpClient client = Trusting.client()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        assertEquals(200, response.statusCode(), response.body());
        return ProtocolJson.mapper().readTree(response.body());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
