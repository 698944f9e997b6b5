package io.pureboot.controller.library.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Blake3;

/**
 * Which medium an image is of.
 *
 * @param hash 32 lower-case hex digits
 * @param human name for people, for a medium that is not known yet
 * @param named whether a name told it, not the content
 */
record MediumIdentity(String hash, String human, boolean named) {
    private static final Pattern HASH = Pattern.compile("[a-f0-9]{32}");
    private static final int EDGE = 1 << 20;

    /**
     * From the name it was asked for by when that is a hash, else from the file's own, which differs when that was a
     * link; else BLAKE3 over its first and last mebibyte, filled up with zeros, as
     * version 1 of the hash format has it. Version 2 adds a device's size, model and serial number, which an image does
     * not carry: such a hash comes by the name.
     *
     * @param file the name it was asked for by, which may be that of a link to it
     */
    static MediumIdentity of(Path image, String file) throws IOException {
        for (String base : List.of(base(file), base(image.getFileName().toString()))) {
            if (HASH.matcher(base).matches()) {
                return new MediumIdentity(base, base.substring(0, 16), true);
            }
        }
        return new MediumIdentity(ofContent(image), base(file), false);
    }

    private static String base(String file) {
        return file.toLowerCase(Locale.ROOT).endsWith(".img") ? file.substring(0, file.length() - 4) : file;
    }

    static String ofContent(Path image) throws IOException {
        Blake3 hash = Blake3.initHash();
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.READ)) {
            hash.update(edge(file, 0));
            hash.update(edge(file, Math.max(0, file.size() - EDGE)));
        }
        return HexFormat.of().formatHex(hash.doFinalize(16));
    }

    private static byte[] edge(FileChannel file, long position) throws IOException {
        ByteBuffer edge = ByteBuffer.allocate(EDGE);
        while (edge.hasRemaining() && file.read(edge, position + edge.position()) > 0) {}
        return edge.array();
    }
}
