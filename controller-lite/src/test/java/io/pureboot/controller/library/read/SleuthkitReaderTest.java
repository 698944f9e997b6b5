package io.pureboot.controller.library.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.linux.table.TestImages;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An HFS+ volume of the test set whose list is shorter than it says. */
class SleuthkitReaderTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    @DisplayName("NR4 HFS+: files that the volume counts and fls does not list are said")
    void fewer() throws IOException {
        Prerequisites.requireTool("fls");
        Path image = directory.resolve("image");
        TestImages.unpack("images/dfvfs-hfsplus.raw.zst", image);
        assertEquals(List.of(), gaps(image));
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(1024 + 32);
            file.writeInt(9);
        }
        assertEquals(List.of("it counts 9 files and 4 folders, 12 are listed"), gaps(image));
    }

    private List<String> gaps(Path image) throws IOException {
        Place place = new Place(image, 0, Files.size(image), "hfsplus");
        try (OpenFileSystem volume = new SleuthkitReader(new ProcessCommandRunner()).open(place, directory)) {
            return volume.gaps();
        }
    }
}
