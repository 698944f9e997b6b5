package io.pureboot.controller.library.read.hfs;

import io.pureboot.controller.library.read.FlatImage;
import io.pureboot.controller.library.read.ListedFiles;
import java.io.IOException;

/**
 * The readers of HFS and of HFS+ over any bytes from the volume's header on, for Jazzer ({@code --target_class}) and for
 * the tests of the corpus: they end, in an IOException when there is nothing to list.
 */
public final class HfsFuzz {
    private static final int BEFORE = 1024;

    private HfsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        FlatImage image = new FlatImage(BEFORE, input);
        plus(image);
        try {
            HfsVolume volume = HfsVolume.read(image, 0, image.size());
            ListedFiles.check(volume.files(), volume::copy);
        } catch (IOException e) {
            // What damage looks like.
            return;
        }
    }

    private static void plus(FlatImage image) {
        try {
            HfsPlusForks volume = HfsPlusForks.read(image, 0, image.size());
            if (volume.resourceForks().values().stream().anyMatch(size -> size < 0)
                    || volume.gaps().size() > 1) {
                throw new IllegalStateException(volume.resourceForks() + " " + volume.gaps());
            }
        } catch (IOException e) {
            // As above.
            return;
        }
    }
}
