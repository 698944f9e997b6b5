package io.pureboot.controller.library.read;

import io.pureboot.controller.library.read.iso.IsoVolume;
import io.pureboot.linux.table.bytes.FileBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** ISO 9660, by this program itself: no tool of Debian's lists Rock Ridge names and says what else there is. */
public final class IsoReader implements FileSystemReader {
    @Override
    public String name() {
        return "PureBoot";
    }

    @Override
    public boolean reads(String type) {
        return type.equals("iso9660");
    }

    @Override
    public OpenFileSystem open(Place place, Path work) throws IOException {
        FileBytes image = new FileBytes(place.image());
        try {
            IsoVolume volume = IsoVolume.read(image, place.offset(), place.length());
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
