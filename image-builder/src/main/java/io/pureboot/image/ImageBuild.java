package io.pureboot.image;

import io.pureboot.demo.Folders;
import io.pureboot.demo.RefusedException;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.protocol.ByteSize;
import io.pureboot.protocol.ProtocolJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The recipe: locked packages and this build's jars in, the files of a bootable image out. Every part is made once for
 * what it is made from, and found again in the cache by the next build.
 */
public final class ImageBuild {
    /** Files are as old as this: a time of building would make every build another one. */
    static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private static final long NEEDED_BYTES = 5L << 30;
    private static final String VERSION = "0.1.0";

    /** What the first program needs before it can see the drivers. */
    private static final List<String> FIRST_DRIVERS = List.of("loop", "squashfs", "overlay");

    private final CommandRunner runner;
    private final ImageSettings settings;
    private final PrintStream messages;
    private final PartCache cache;
    private final List<Manifest.Part> parts = new ArrayList<>();

    public ImageBuild(CommandRunner runner, ImageSettings settings, PrintStream messages) {
        this.runner = runner;
        this.settings = settings;
        this.messages = messages;
        this.cache = new PartCache(settings.cache());
    }

    /** Builds, and returns the folder of the finished files. */
    public Path run() throws IOException {
        Files.createDirectories(settings.cache());
        try (FileChannel channel = FileChannel.open(
                        settings.cache().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            return build();
        }
    }

    /** Names the newest packages there are in the lock file. */
    public void relock() throws IOException {
        say("resolving packages");
        PackageLock lock = archive().resolve(PackageLock.lines(settings.recipe().resolve("packages.list")));
        lock.write(lockFile());
        say(lock.packages().size() + " packages, " + ByteSize.human(lock.bytes()) + ", written to " + lockFile());
    }

    private Path build() throws IOException {
        PackageLock lock = PackageLock.read(lockFile());
        DebianStage stage = stage(lock);
        Path modules = modules(stage);
        Path runtime = runtime(stage);
        Path app = app();

        Tree servers = servers(app);
        Tree tools = tools(stage, runtime, app);
        Tree java = new Tree().copy(Layout.RUNTIME, runtime);
        Tree first = first(stage, modules, servers.take("init"));
        Tree layers = new Tree();
        layer(layers, stage, "servers", servers);
        layer(layers, stage, "tools", tools);
        layer(layers, stage, "drivers", new Tree().copy("", modules));
        layer(layers, stage, "runtime", java);

        Path out = Files.createDirectories(settings.out());
        Path kernel = out.resolve("vmlinuz");
        copy(stage.at("boot/vmlinuz-" + KernelModules.release(stage)), kernel);
        Path initrd = out.resolve("initrd.img");
        ramDisk(packed("first", first), layers.text(Layout.UNPACKED, VERSION + "\n", 0644), initrd);
        Path second = out.resolve("initrd-start.img");
        if (settings.startArchive()) {
            Tree start = new Tree();
            layer(start, stage, "start", startArchive(List.of(servers, tools, java)));
            ramDisk(null, start.text(Layout.START_UNPACKED, VERSION + "\n", 0644), second);
        } else {
            Files.deleteIfExists(second);
        }
        say("ISO");
        IsoImage.make(stage, kernel, initrd, BootMenu.grub(settings.append()), TIME, out.resolve("pureboot.iso"));
        networkBoot(stage, out);
        return manifest(lock, KernelModules.release(stage), app, out);
    }

    private DebianStage stage(PackageLock lock) throws IOException {
        PackageFiles debs =
                new PackageFiles(Files.createDirectories(settings.cache().resolve("packages")));
        Fingerprint inputs = new Fingerprint()
                .add("stage 1")
                .add(lock.packages().stream().map(LockedPackage::line).toList());
        Path root = cache.get("stage", inputs, folder -> {
            requireSpace();
            download(debs.missing(lock, this::say), debs);
            say("unpacking " + lock.packages().size() + " packages");
            DebianStage.unpack(runner, lock.packages().stream().map(debs::of).toList(), folder);
        });
        return new DebianStage(runner, root);
    }

    private void download(List<LockedPackage> missing, PackageFiles debs) throws IOException {
        if (missing.isEmpty()) {
            return;
        }
        long bytes = missing.stream().mapToLong(LockedPackage::size).sum();
        say("downloading " + missing.size() + " packages, " + ByteSize.human(bytes));
        DebianArchive archive = archive();
        for (LockedPackage wanted : missing) {
            Path partial = debs.folder().resolve("." + wanted.fileName());
            archive.fetch(wanted, partial);
            String got = Fingerprint.ofFile(partial);
            if (!got.equals(wanted.sha256())) {
                Files.delete(partial);
                throw new IOException(wanted.name() + " has the SHA-256 " + got + " instead of the locked one");
            }
            Files.move(partial, debs.of(wanted), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Path modules(DebianStage stage) throws IOException {
        Path list = settings.recipe().resolve("modules.list");
        return cache.get(
                "modules",
                new Fingerprint().add(stage.root().getFileName().toString()).add(list),
                folder -> {
                    say("kernel modules");
                    List<String> names = PackageLock.lines(list).stream()
                            .flatMap(line -> Stream.of(line.split("\\s+")))
                            .toList();
                    KernelModules.make(stage, names, folder);
                });
    }

    private Path runtime(DebianStage stage) throws IOException {
        Fingerprint inputs =
                new Fingerprint().add(stage.root().getFileName().toString()).add(JavaRuntime.recipe());
        return cache.get("runtime", inputs, folder -> {
            say("Java runtime");
            JavaRuntime.make(stage, folder);
        });
    }

    private Path app() throws IOException {
        Fingerprint inputs = new Fingerprint().add("app 4");
        for (Path entry : settings.classPath()) {
            inputs.add(entry.getFileName().toString()).add(entry);
        }
        return cache.get("app", inputs, folder -> {
            say("servers");
            AppJars.make(settings.classPath(), TIME, folder);
        });
    }

    /** What the kernel starts: it makes one system of the layers. */
    private Tree first(DebianStage stage, Path modules, Tree.Entry init) throws IOException {
        Tree tree = new Tree().put("init", init).file("usr/bin/busybox", stage.at("usr/bin/busybox"), 0755);
        int number = 10;
        for (Path module : LoadOrder.of(modules.resolve("usr/lib/modules"), FIRST_DRIVERS)) {
            tree.file("modules/" + number++ + "-" + module.getFileName(), module, 0644);
        }
        return tree;
    }

    private Tree servers(Path app) throws IOException {
        Tree tree = new Tree().copy("", settings.overlay());
        tree.copy(Layout.JARS, app.resolve("lib")).copy(Layout.NATIVES, app.resolve("native"));
        String classPath = String.join(
                ":",
                AppJars.names(app).stream()
                        .map(n -> "/" + Layout.JARS + "/" + n)
                        .toList());
        server(tree, "node", "io.pureboot.node.BootedNode", classPath, app);
        server(tree, "controller", "io.pureboot.controller.ControllerServer", classPath, app);
        if (settings.firmware() != null) {
            tree.copy("usr/lib/firmware", settings.firmware());
        }
        return tree.text("usr/lib/pureboot/version", VERSION + "\n", 0644);
    }

    private void server(Tree tree, String name, String mainClass, String classPath, Path app) throws IOException {
        String natives = "/" + Layout.NATIVES;
        StringBuilder options =
                new StringBuilder(Files.readString(settings.options().resolve(name + ".options")));
        for (String property : List.of(
                "java.library.path", "org.sqlite.lib.path", "jffi.boot.library.path", "jna.boot.library.path")) {
            options.append("-D").append(property).append('=').append(natives).append('\n');
        }
        options.append("-Djna.nosys=true\n");
        try (Stream<Path> libraries = Files.list(app.resolve("native"))) {
            for (Path library : libraries.toList()) {
                if (library.getFileName().toString().startsWith("libzstd-jni")) {
                    options.append("-DZstdNativePath=")
                            .append(natives)
                            .append('/')
                            .append(library.getFileName())
                            .append('\n');
                }
            }
        }
        tree.text(Layout.OPTIONS + "/" + name + ".options", options.toString(), 0644);
        tree.text(Layout.OPTIONS + "/" + name + ".arguments", "-cp " + classPath + "\n" + mainClass + "\n", 0644);
    }

    private Tree tools(DebianStage stage, Path runtime, Path app) throws IOException {
        Tree tree = new Tree();
        for (String name : List.of("bin", "sbin", "lib", "lib64")) {
            tree.link(name, "usr/" + name);
        }
        for (String name : List.of("dev", "proc", "sys", "run", "mnt", "opt/pureboot", "root", "var/lib/nfs")) {
            tree.folder(name);
        }
        tree.folder("tmp", 01777).link("var/run", "/run").link("etc/mtab", "/proc/self/mounts");
        tree.file("usr/bin/busybox", stage.at("usr/bin/busybox"), 0755);
        ToolFiles.add(stage.root(), PackageLock.lines(settings.recipe().resolve("files.list")), tree);
        ToolFiles.addLibrariesOf(runtime, stage.root(), tree);
        ToolFiles.addLibrariesOf(app.resolve("native"), stage.root(), tree);
        tree.text("etc/ssl/certs/ca-certificates.crt", authorities(stage), 0644);
        for (String applet : applets(stage)) {
            String path = "usr/bin/" + applet;
            if (!tree.has(path) && !tree.has("usr/sbin/" + applet)) {
                tree.link(path, "busybox");
            }
        }
        return tree;
    }

    private List<String> applets(DebianStage stage) throws IOException {
        return stage.run("/usr/bin/busybox", "--list")
                .text()
                .lines()
                .filter(name -> !name.equals("busybox"))
                .toList();
    }

    private static String authorities(DebianStage stage) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(stage.at("usr/share/ca-certificates"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".crt")).sorted().toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private Tree startArchive(List<Tree> trees) throws IOException {
        Tree whole = new Tree();
        Fingerprint inputs = new Fingerprint().add("start 3");
        for (Tree tree : trees) {
            inputs.add(contents(tree));
            whole.entries().putAll(tree.entries());
        }
        Path made = cache.get("start-archive", inputs, folder -> {
            say("start archive: one start of the node in the finished image");
            Path root = folder.resolve("root");
            StartArchive.make(runner, whole, TIME, root, folder);
            Folders.delete(root);
        });
        return new Tree().file(Layout.HOME + "/node.aot", made.resolve("node.aot"), 0644);
    }

    /** Adds a layer of what {@code tree} has to the RAM disk {@code to}. */
    private void layer(Tree to, DebianStage stage, String name, Tree tree) throws IOException {
        Fingerprint inputs = new Fingerprint()
                .add("layer 1")
                .add(stage.root().getFileName().toString())
                .add(contents(tree))
                .add("level " + settings.level());
        Path made = cache.get("layer-" + name, inputs, folder -> {
            say("packing " + name);
            long raw = Layer.write(stage, tree, TIME, settings.level(), folder.resolve("layer"));
            Files.writeString(folder.resolve("unpacked"), Long.toString(raw));
        });
        to.file(Layout.LAYERS + "/" + name, part(name, made, made.resolve("layer")), 0644);
    }

    /** The part of a RAM disk that the kernel unpacks. */
    private Path packed(String name, Tree tree) throws IOException {
        Fingerprint inputs = new Fingerprint().add("disk 1").add(contents(tree)).add("level " + settings.level());
        Path made = cache.get("disk-" + name, inputs, folder -> {
            say("packing " + name);
            long raw = RamDisk.write(tree, List.of(), TIME, settings.level(), folder.resolve("disk.img"));
            Files.writeString(folder.resolve("unpacked"), Long.toString(raw));
        });
        return part(name, made, made.resolve("disk.img"));
    }

    private Path part(String name, Path made, Path file) throws IOException {
        long raw = Long.parseLong(Files.readString(made.resolve("unpacked")));
        parts.add(new Manifest.Part(name, raw, Files.size(file)));
        return file;
    }

    /** {@code first}, and behind it what is packed already. */
    private static void ramDisk(@Nullable Path first, Tree layers, Path to) throws IOException {
        Path fresh = to.resolveSibling("." + to.getFileName());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
            if (first != null) {
                Files.copy(first, out);
            }
            CpioArchive.write(layers, List.of(), TIME, out);
        }
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> contents(Tree tree) throws IOException {
        List<String> contents = new ArrayList<>();
        for (var named : tree.entries().entrySet()) {
            Tree.Entry entry = named.getValue();
            String what = switch (entry) {
                case Tree.Content content -> Fingerprint.ofFile(content.source());
                case Tree.Text text ->
                    new Fingerprint()
                            .add(new String(text.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                            .hex();
                case Tree.Link link -> "-> " + link.target();
                case Tree.Folder ignored -> "folder";
            };
            contents.add(named.getKey() + " " + Integer.toOctalString(entry.mode()) + " " + what);
        }
        return contents;
    }

    private void networkBoot(DebianStage stage, Path out) throws IOException {
        Files.writeString(out.resolve("boot.ipxe"), BootMenu.ipxe(settings.append()));
        Path pxe = Files.createDirectories(out.resolve("pxe"));
        copy(stage.at("usr/lib/ipxe/undionly.kpxe"), pxe.resolve("undionly.kpxe"));
        copy(stage.at("usr/lib/ipxe/ipxe.efi"), pxe.resolve("ipxe.efi"));
        for (String name : List.of("vmlinuz", "initrd.img", "initrd-start.img", "boot.ipxe")) {
            Path link = pxe.resolve(name);
            Files.deleteIfExists(link);
            if (Files.exists(out.resolve(name))) {
                Files.createLink(link, out.resolve(name));
            }
        }
    }

    private Path manifest(PackageLock lock, String kernel, Path app, Path out) throws IOException {
        List<Manifest.OutputFile> files = new ArrayList<>();
        List<String> same = new ArrayList<>();
        for (String name : List.of("vmlinuz", "initrd.img", "initrd-start.img", "pureboot.iso", "boot.ipxe")) {
            Path file = out.resolve(name);
            if (Files.exists(file)) {
                files.add(new Manifest.OutputFile(name, Files.size(file), Fingerprint.ofFile(file)));
                if (!name.equals("initrd-start.img")) {
                    same.add(name);
                }
            }
        }
        Manifest manifest = new Manifest(VERSION, kernel, files, parts, lock.packages(), AppJars.names(app), same);
        Files.write(
                out.resolve("manifest.json"),
                ProtocolJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        for (Manifest.OutputFile file : files) {
            messages.printf("%10s  %s%n", ByteSize.human(file.size()), out.resolve(file.name()));
        }
        return out;
    }

    private void requireSpace() throws IOException {
        long free = Files.getFileStore(settings.cache()).getUsableSpace();
        if (free < NEEDED_BYTES) {
            throw new RefusedException(settings.cache() + " has " + ByteSize.human(free) + " free, an image needs "
                    + ByteSize.human(NEEDED_BYTES) + " there while it is built: make room or take --cache elsewhere");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Path fresh = to.resolveSibling("." + to.getFileName());
        Files.copy(from, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private FileLock lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            say("waiting for another build of the image");
            return channel.lock();
        } catch (OverlappingFileLockException e) {
            throw new IOException("this process is building an image already", e);
        }
    }

    private DebianArchive archive() {
        return new DebianArchive(runner, settings.cache().resolve("apt"));
    }

    private Path lockFile() {
        return settings.recipe().resolve("packages.lock");
    }

    private void say(String message) {
        messages.println("pureboot: " + message);
    }
}
