package io.pureboot.controller.library.read.iso;

import io.pureboot.controller.library.read.FileRecord;
import io.pureboot.controller.library.read.FlatImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * The reader of ISO 9660 over any bytes from the volume descriptors on, for Jazzer ({@code --target_class}) and for
 * {@link IsoFuzzTest}: it ends, in an IOException when nothing can be listed; no path leaves the root, and a file that
 * is copied has its size.
 */
public final class IsoFuzz {
    private static final int BEFORE = 16 * 2048;
    private static final int MOST_COPIES = 8;
    private static final int LARGEST_COPY = 1 << 16;

    private IsoFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        FlatImage image = new FlatImage(BEFORE, input);
        try {
            IsoVolume volume = IsoVolume.read(image, 0, image.size());
            Set<String> inodes = new HashSet<>();
            int copies = 0;
            for (FileRecord file : volume.files()) {
                check(file);
                if (file.isFile()
                        && file.size() <= LARGEST_COPY
                        && inodes.add(file.inode())
                        && copies++ < MOST_COPIES) {
                    copy(volume, file);
                }
            }
        } catch (IOException e) {
            // What damage looks like.
            return;
        }
    }

    private static void check(FileRecord file) {
        String path = file.path().latin1();
        if (!path.startsWith("/")
                || (path + "/").contains("/../")
                || path.contains("\0")
                || path.length() > 1 && path.contains("//")) {
            throw new IllegalStateException("not safe: " + path);
        }
    }

    private static void copy(IsoVolume volume, FileRecord file) {
        long[] written = new long[1];
        try {
            volume.copy(file, new OutputStream() {
                @Override
                public void write(int b) {
                    written[0]++;
                }

                @Override
                public void write(byte[] bytes, int from, int length) {
                    written[0] += length;
                }
            });
        } catch (IOException e) {
            return;
        }
        if (written[0] != file.size()) {
            throw new IllegalStateException("%d of %d bytes: %s".formatted(written[0], file.size(), file));
        }
    }
}
