package io.pureboot.image;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an image is made from.
 *
 * @param recipe folder of packages.list, packages.lock, files.list and modules.list
 * @param options folder of the servers' JVM option files
 * @param overlay files that go into the image as they are
 * @param classPath jars (or folders of classes) of both servers
 * @param cache where downloads and finished parts are kept
 * @param out where the image's files go
 * @param firmware copied to /lib/firmware, or null
 * @param append further words for the kernel's command line, or an empty text
 * @param level of zstd, 1 to 19
 * @param startArchive whether to make the second RAM disk with the JVM's start archive
 */
public record ImageSettings(
        Path recipe,
        Path options,
        Path overlay,
        List<Path> classPath,
        Path cache,
        Path out,
        @Nullable Path firmware,
        String append,
        int level,
        boolean startArchive) {
    public ImageSettings {
        classPath = List.copyOf(classPath);
    }

    /** The recipe of a checkout of this project, all the rest as it is by default. */
    public static ImageSettings of(Path root, List<Path> classPath, Path out) {
        return new ImageSettings(
                root.resolve("image-builder/src/main/image"),
                root.resolve("image-builder/src/main/jvm"),
                root.resolve("rootfs-overlay"),
                classPath,
                root.resolve(".pureboot/image-cache"),
                out,
                null,
                "",
                12,
                true);
    }
}
