package io.pureboot.linux.sysfs;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Recognises the disk this system was started from: an ISO 9660 volume whose label begins with PUREBOOT. */
final class BootMedium {
    private static final int DESCRIPTOR = 32768;
    private static final int LABEL_OFFSET = 40;
    private static final int LABEL_LENGTH = 32;

    private BootMedium() {}

    static boolean is(Path device) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(device)) {
            // The head of an extended partition is this small: to be past its end is an error.
            if (channel.size() < DESCRIPTOR + LABEL_OFFSET + LABEL_LENGTH) {
                return false;
            }
            channel.position(DESCRIPTOR);
            byte[] head = Channels.newInputStream(channel).readNBytes(LABEL_OFFSET + LABEL_LENGTH);
            if (head.length < LABEL_OFFSET + LABEL_LENGTH) {
                return false;
            }
            String magic = new String(head, 1, 5, StandardCharsets.US_ASCII);
            String label = new String(head, LABEL_OFFSET, LABEL_LENGTH, StandardCharsets.US_ASCII);
            return magic.equals("CD001") && label.toUpperCase(Locale.ROOT).startsWith("PUREBOOT");
        }
    }
}
