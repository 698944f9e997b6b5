package io.pureboot.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.demo.Folders;
import io.pureboot.demo.RefusedException;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The finished image, looked at from outside. */
@Tag("image")
class ImageBuildTest {
    private static final long LIMIT = 100_000_000;

    @TempDir
    static Path folder;

    private static Path image;
    private static Path root;

    @BeforeAll
    static void unpack() throws IOException {
        image = TestImage.get();
        root = folder.resolve("root");
        ProcessCommandRunner runner = new ProcessCommandRunner();
        DebianStage stage = new DebianStage(runner, TestImage.part("stage"));
        Path work = stage.workFolder("test");
        for (String name : List.of("servers", "tools", "drivers", "runtime")) {
            Files.copy(TestImage.part("layer-" + name).resolve("layer"), work.resolve(name));
            stage.run(
                    "/usr/bin/unsquashfs",
                    "-quiet",
                    "-no-progress",
                    "-force",
                    "-dest",
                    "/build/test/root",
                    "/build/test/" + name);
        }
        runner.run(Command.of("mv", work.resolve("root").toString(), root.toString()))
                .orThrow();
        Folders.delete(work);
        DebianStage.devices(runner, root);
    }

    @Test
    @DisplayName("AR4 AR5 kernel and RAM disk with everything in them stay below 100 MB")
    void size() throws IOException {
        long size = Files.size(image.resolve("vmlinuz")) + Files.size(image.resolve("initrd.img"));
        assertTrue(size <= LIMIT, "vmlinuz and initrd.img are " + size + " bytes");
    }

    @Test
    @DisplayName("the manifest has the size and hash of every file, and the lock's packages")
    void manifest() throws IOException {
        JsonNode manifest =
                ProtocolJson.mapper().readTree(image.resolve("manifest.json").toFile());
        assertEquals(5, manifest.path("files").size());
        for (JsonNode file : manifest.path("files")) {
            Path path = image.resolve(file.path("name").asText());
            assertEquals(Files.size(path), file.path("size").asLong());
            assertEquals(Fingerprint.ofFile(path), file.path("sha256").asText());
        }
        PackageLock lock = PackageLock.read(TestImage.settings().recipe().resolve("packages.lock"));
        assertEquals(lock.packages().size(), manifest.path("packages").size());
    }

    @ParameterizedTest(name = "{0} {1} is in the image and runs")
    @CsvSource({
        "PK1, /usr/bin/openssl version",
        "PK3, /usr/bin/curl --version",
        "PK4, /usr/sbin/parted --version",
        "PK5, /usr/sbin/resize2fs -h",
        "PK5, /usr/sbin/e2fsck -V",
        "PK6, /usr/sbin/ntfsresize --version",
        "FM7, /usr/bin/ntfs-3g.probe --help",
        "PK7, /usr/bin/btrfs --version",
        "PK8, /usr/sbin/xfs_growfs -V",
        "FM5, /usr/sbin/xfs_db -V",
        "FM5, /usr/sbin/xfs_logprint -V",
        "FM5, /usr/sbin/xfs_repair -V",
        "PK9, /usr/sbin/mkfs.fat --help",
        "PK9, /usr/sbin/fsck.fat --help",
        "PK10, /usr/bin/lsblk --version",
        "PK10, /usr/sbin/blkid --version",
        "PK11, /usr/bin/jq --version",
        "PK12, /usr/bin/pv --version",
        "PK13, /usr/sbin/mount.nfs -V",
        "PK14, /usr/bin/iscsiadm --version",
        "PK2, /usr/lib/pureboot/jre/bin/java -version",
        "AR4, /usr/sbin/partclone.extfs --version",
        "AR4, /usr/sbin/partclone.btrfs --version",
        "AR4, /usr/sbin/mkfs.exfat -V",
        "AR4, /usr/sbin/fsck.exfat -V",
        "AR4, /usr/sbin/lvm version",
        "AR4, /usr/sbin/mdadm --version",
        "AR4, /usr/sbin/dmsetup --version",
        "AR4, /usr/sbin/dnsmasq --version"
    })
    void tools(String row, String commandLine) throws IOException {
        CommandResult ran =
                new ProcessCommandRunner().run(Command.of(DebianStage.inside(root, commandLine.split(" "))));
        // Some of them have no option that ends with 0; a missing library or program gives 127.
        assertTrue(ran.exitCode() < 126, row + ": " + ran.exitCode() + " " + ran.text() + ran.errorText());
        assertFalse(ran.errorText().contains("error while loading shared libraries"), ran.errorText());
    }

    @ParameterizedTest(name = "{0} the kernel has the module {1}")
    @CsvSource({
        "PK13, nfsv4",
        "PK13, nfs",
        "PK14, iscsi_tcp",
        "AR4, nvme",
        "AR4, ahci",
        "AR4, virtio_scsi",
        "AR4, e1000e",
        "AR4, dm_snapshot",
        "AR4, ntfs3",
        "AR4, hv_storvsc",
        "AR4, vmw_pvscsi",
        "AR4, raid1",
        "AR4, uas",
        "AR4, xhci_pci_renesas",
        "AR4, ehci_pci",
        "AR4, ohci_pci",
        "AR4, uhci_hcd"
    })
    void modules(String row, String module) throws IOException {
        String release = KernelModules.release(new DebianStage(new ProcessCommandRunner(), root));
        CommandResult shown = new ProcessCommandRunner()
                .run(Command.of(
                        DebianStage.inside(root, "/usr/sbin/modprobe", "-S", release, "--show-depends", module)));
        assertTrue(shown.ok() && shown.text().contains(".ko"), row + ": " + shown.text() + shown.errorText());
    }

    @Test
    @DisplayName("only native libraries of this platform are in the jars' folder, and none in the jars")
    void natives() throws IOException {
        CommandResult listed = new ProcessCommandRunner()
                .run(Command.of("find", root.resolve(Layout.NATIVES).toString(), "-type", "f"));
        assertEquals(5, listed.text().lines().count(), listed.text());
        for (String library : listed.text().lines().toList()) {
            for (String needed : ElfFile.read(Path.of(library)).needed()) {
                assertTrue(
                        Files.exists(root.resolve("usr/lib/x86_64-linux-gnu").resolve(needed)),
                        library + " needs " + needed);
            }
        }
    }

    @Test
    @DisplayName("AR4 the image's Java has every security provider it names: it makes all there are in search of one")
    void providers() throws IOException {
        List<String> named =
                Files.readAllLines(root.resolve("usr/lib/pureboot/jre/conf/security/java.security")).stream()
                        .filter(line -> line.matches("security\\.provider\\.\\d+=.*"))
                        .map(line -> line.substring(line.indexOf('=') + 1))
                        .toList();
        assertFalse(named.isEmpty());
        CommandResult shown = new ProcessCommandRunner()
                .run(Command.of(
                        DebianStage.inside(root, "/" + Layout.JAVA, "-XshowSettings:security:providers", "-version")));
        String known = shown.text() + shown.errorText();
        for (String provider : named) {
            assertTrue(known.contains("Provider name: " + provider), () -> provider + " is not among " + known);
        }
    }

    @Test
    @DisplayName("AR4 the image's controller starts, with its database and its certificates")
    void controller() throws IOException, InterruptedException {
        Path log = folder.resolve("controller.log");
        Process process = new ProcessBuilder(DebianStage.inside(
                        root,
                        "/" + Layout.JAVA,
                        "@/" + Layout.OPTIONS + "/controller.options",
                        "@/" + Layout.OPTIONS + "/controller.arguments",
                        "--data=/opt/pureboot",
                        "--bind=127.0.0.1",
                        "--port=0"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (!Files.readString(log).contains("PureBoot controller at https://127.0.0.1:")) {
                assertTrue(System.nanoTime() < end, () -> "not up: " + log);
                assertFalse(process.waitFor(100, TimeUnit.MILLISECONDS), Files.readString(log));
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    @DisplayName("two builds are identical byte for byte, the start archive apart")
    void reproducible() throws IOException {
        ImageSettings usual = TestImage.settings();
        Path cache = Files.createDirectories(folder.resolve("cache"));
        List<String> kept = new ArrayList<>();
        try (Stream<Path> parts = Files.list(usual.cache())) {
            for (Path part : parts.filter(p -> p.getFileName().toString().matches("(stage|runtime)-.*"))
                    .toList()) {
                // Moved there and back: as large as they are, they need not be made twice to see the rest made twice.
                Files.move(part, cache.resolve(part.getFileName()));
                kept.add(part.getFileName().toString());
            }
        }
        try {
            ImageSettings again = new ImageSettings(
                    usual.recipe(),
                    usual.options(),
                    usual.overlay(),
                    usual.classPath(),
                    cache,
                    folder.resolve("again"),
                    null,
                    "",
                    usual.level(),
                    false);
            Path second = new ImageBuild(new ProcessCommandRunner(), again, System.err).run();
            for (String name : List.of("vmlinuz", "initrd.img", "pureboot.iso", "boot.ipxe")) {
                assertEquals(-1, Files.mismatch(image.resolve(name), second.resolve(name)), name);
            }
        } finally {
            for (String part : kept) {
                Files.move(cache.resolve(part), usual.cache().resolve(part));
            }
            Folders.delete(cache);
        }
    }

    @Test
    @DisplayName("what cannot be built is said in one line: no lock, an unknown tool, an unknown module")
    void refusals() throws IOException {
        ImageSettings usual = TestImage.settings();
        Path recipe = Files.createDirectories(folder.resolve("recipe"));
        ImageSettings broken = new ImageSettings(
                recipe,
                usual.options(),
                usual.overlay(),
                List.of(),
                folder.resolve("empty"),
                folder,
                null,
                "",
                1,
                false);
        RefusedException problem = assertThrows(
                RefusedException.class,
                () -> new ImageBuild(
                                new ProcessCommandRunner(), broken, new PrintStream(PrintStream.nullOutputStream()))
                        .run());
        assertTrue(String.valueOf(problem.getMessage()).contains("--relock"));

        RefusedException tool = assertThrows(
                RefusedException.class, () -> ToolFiles.add(root, List.of("usr/bin/no-such-tool"), new Tree()));
        assertTrue(String.valueOf(tool.getMessage()).contains("usr/bin/no-such-tool"));
    }
}
