package io.pureboot.controller.library.read.iso;

import io.pureboot.controller.library.read.FlatImage;
import io.pureboot.controller.library.read.ListedFiles;
import java.io.IOException;

/**
 * The reader of ISO 9660 over any bytes from the volume descriptors on, for Jazzer ({@code --target_class}) and for the
 * tests of the corpus: it ends, in an IOException when nothing can be listed.
 */
public final class IsoFuzz {
    private static final int BEFORE = 16 * 2048;

    private IsoFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        FlatImage image = new FlatImage(BEFORE, input);
        try {
            IsoVolume volume = IsoVolume.read(image, 0, image.size());
            ListedFiles.check(volume.files(), volume::copy);
        } catch (IOException e) {
            // What damage looks like.
            return;
        }
    }
}
