package io.pureboot.image;

import io.pureboot.demo.RefusedException;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./pureboot image}. */
@Command(
        name = "./pureboot image",
        description =
                "Builds the bootable image: vmlinuz, initrd.img, pureboot.iso, boot.ipxe, pxe/ and manifest.json.",
        footer = {
            "",
            "The packages come from the Debian mirror this machine is set up with, as packages.lock names them.",
            "The first build downloads about 600 MB; what is unchanged is found in .pureboot/image-cache next time."
        })
public final class ImageCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the files go (default: .pureboot/image).")
    @Nullable
    Path out;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Downloads and parts (default: .pureboot/image-cache).")
    @Nullable
    Path cache;

    @Option(names = "--level", paramLabel = "N", description = "Of zstd, 1 to 19 (default: 12; 19 takes minutes).")
    int level = 12;

    @Option(names = "--no-start-archive", description = "Leave out the RAM disk that halves the JVM's start.")
    boolean noStartArchive;

    @Option(names = "--firmware", paramLabel = "DIR", description = "Goes into the image as /lib/firmware.")
    @Nullable
    Path firmware;

    @Option(
            names = "--append",
            paramLabel = "WORDS",
            description = "Goes onto every kernel command line, such as \"pureboot.server=… pureboot.ca=…\".")
    String append = "";

    @Option(names = "--relock", description = "First take the newest packages there are into packages.lock.")
    boolean relock;

    @Override
    public Integer call() throws IOException {
        if (level < 1 || level > 19) {
            throw new RefusedException("--level must be between 1 and 19");
        }
        if (append.lines().count() > 1) {
            throw new RefusedException("--append must be one line");
        }
        AppendedWords.check(append);
        if (firmware != null && !Files.isDirectory(firmware)) {
            throw new RefusedException("--firmware " + firmware + " is no folder");
        }
        requireFolder("--cache", cache);
        requireFolder("--out", out);
        ImageSettings usual = usual();
        ImageSettings settings = new ImageSettings(
                usual.recipe(),
                usual.options(),
                usual.overlay(),
                usual.classPath(),
                cache == null ? usual.cache() : cache.toAbsolutePath(),
                out == null ? usual.out() : out.toAbsolutePath(),
                firmware,
                append,
                level,
                !noStartArchive);
        ImageBuild build = new ImageBuild(new ProcessCommandRunner(), settings, System.err);
        if (relock) {
            build.relock();
        }
        System.out.println(build.run());
        return 0;
    }

    /** It may not be there yet. */
    private static void requireFolder(String option, @Nullable Path folder) {
        if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new RefusedException(option + " " + folder + " is no folder");
        }
    }

    /** Builds the image as it is by default, quickly when nothing changed, and returns its folder. */
    public static Path buildUsual() throws IOException {
        return new ImageBuild(new ProcessCommandRunner(), usual(), System.err).run();
    }

    private static ImageSettings usual() {
        Path root = Path.of(System.getProperty("pureboot.launcher", "pureboot"))
                .toAbsolutePath()
                .resolveSibling(".")
                .normalize();
        return ImageSettings.of(root, servers(), root.resolve(".pureboot/image"));
    }

    /** This program's own jars without the one that only the launcher's commands are in. */
    private static List<Path> servers() {
        String own = ImageCommand.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> !jar.toAbsolutePath().equals(Path.of(own)))
                .toList();
    }
}
