package io.pureboot.image;

import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The image of what this build compiled: made once a run, of parts that the cache has where nothing changed. */
public final class TestImage {
    public static final Path ROOT = Path.of(System.getProperty("pureboot.root"));

    private static @Nullable Path built;

    private TestImage() {}

    /** The folder of the finished image. */
    public static synchronized Path get() throws IOException {
        Prerequisites.requireRoot();
        Prerequisites.requireTool("dpkg-deb");
        Prerequisites.require(
                Files.exists(Path.of("/usr/share/keyrings/debian-archive-keyring.gpg")), "debian-archive-keyring");
        Path known = built;
        if (known == null) {
            known = new ImageBuild(new ProcessCommandRunner(), settings(), System.err).run();
            built = known;
        }
        return known;
    }

    /** The folder of the finished image's newest part of a kind, such as {@code stage}. */
    static Path part(String kind) throws IOException {
        try (Stream<Path> parts = Files.list(settings().cache())) {
            return parts.filter(p -> p.getFileName().toString().matches(kind + "-[0-9a-f]{16}"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static ImageSettings settings() throws IOException {
        String classPath = Files.readString(ROOT.resolve("image-builder/target/runtime.classpath"));
        List<Path> entries = Stream.of(classPath.strip().split(File.pathSeparator))
                .map(Path::of)
                .toList();
        return ImageSettings.of(ROOT, entries, ROOT.resolve("image-builder/target/image"));
    }
}
