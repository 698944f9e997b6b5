package io.pureboot.controller.library.read;

import io.pureboot.controller.library.read.hfs.HfsVolume;
import io.pureboot.linux.table.bytes.FileBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** HFS without a plus, by this program itself. */
public final class HfsReader implements FileSystemReader {
    @Override
    public String name() {
        return "PureBoot";
    }

    @Override
    public boolean reads(String type) {
        return type.equals("hfs");
    }

    @Override
    public OpenFileSystem open(Place place, Path work) throws IOException {
        FileBytes image = new FileBytes(place.image());
        try {
            HfsVolume volume = HfsVolume.read(image, place.offset(), place.length());
            return new Listed(volume.files(), volume.gaps()) {
                @Override
                public void copy(FileRecord file, Path target) throws IOException {
                    try (OutputStream out = Files.newOutputStream(target)) {
                        volume.copy(file, out);
                    }
                    checkLength(file, Files.size(target));
                }

                @Override
                public void close() throws IOException {
                    image.close();
                }
            };
        } catch (IOException | RuntimeException e) {
            image.close();
            throw e;
        }
    }
}
