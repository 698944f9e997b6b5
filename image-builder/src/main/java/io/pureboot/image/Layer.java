package io.pureboot.image;

import io.pureboot.demo.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/**
 * A part of the image as a compressed file system (squashfs), which the running machine keeps as it is: what it reads of
 * it takes memory that the kernel takes back when it needs some. The same tree gives the same bytes.
 */
final class Layer {
    /** Larger packs better; but where one page is read all of a block is unpacked. */
    private static final String BLOCK = "256K";

    private Layer() {}

    /** @return size of the files before compression, in bytes */
    static long write(DebianStage stage, Tree tree, Instant time, int level, Path file) throws IOException {
        Path work = stage.workFolder("layer");
        Path root = Files.createDirectories(work.resolve("root"));
        tree.writeTo(root, time);
        String seconds = Long.toString(time.getEpochSecond());
        stage.run(List.of(
                        "/usr/bin/mksquashfs",
                        "/build/layer/root",
                        "/build/layer/packed",
                        "-quiet",
                        "-no-progress",
                        "-noappend",
                        "-all-root",
                        "-no-xattrs",
                        "-no-exports",
                        "-mkfs-time",
                        seconds,
                        "-all-time",
                        seconds,
                        "-b",
                        BLOCK,
                        "-comp",
                        "zstd",
                        "-Xcompression-level",
                        Integer.toString(level))
                .toArray(String[]::new));
        Files.move(work.resolve("packed"), file, StandardCopyOption.REPLACE_EXISTING);
        Folders.delete(work);
        return tree.bytes();
    }
}
