package io.pureboot.controller.library.read;

import io.pureboot.controller.library.read.hfs.HfsVolume;
import java.io.IOException;
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
        HfsVolume volume = HfsVolume.read(place);
        return new Listed(volume.files(), volume.gaps()) {
            @Override
            public void copy(FileRecord file, Path target) throws IOException {
                volume.copy(file, target);
                checkLength(file, Files.size(target));
            }
        };
    }
}
