package io.pureboot.controller.library.read;

import io.pureboot.linux.table.bytes.FileBytes;
import io.pureboot.linux.table.bytes.ImageBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A kind of file system that this program reads itself. */
final class OwnReader implements FileSystemReader {
    /** Lists what lies at a place of a disk. */
    interface Opener {
        OwnVolume open(ImageBytes disk, long start, long length) throws IOException;
    }

    private final String type;
    private final Opener opener;

    OwnReader(String type, Opener opener) {
        this.type = type;
        this.opener = opener;
    }

    @Override
    public String name() {
        return "PureBoot";
    }

    @Override
    public boolean reads(String wanted) {
        return wanted.equals(type);
    }

    @Override
    public OpenFileSystem open(Place place, Path work) throws IOException {
        FileBytes image = new FileBytes(place.image());
        try {
            OwnVolume volume = opener.open(image, place.offset(), place.length());
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
