package io.pureboot.controller.library.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import org.apache.commons.codec.digest.Blake3;

/** Contents of files, each once, at {@code aa/bb/<BLAKE3 of 256 bits in hex>}. */
final class ContentStore {
    private final Path root;

    ContentStore(Path root) {
        this.root = root;
    }

    Path pathOf(String blob) {
        return root.resolve(blob.substring(0, 2)).resolve(blob.substring(2, 4)).resolve(blob);
    }

    /** Takes the file in, unless its content is there already; the file is gone then. Gives the content's name. */
    String take(Path file) throws IOException {
        String blob = hash(file);
        Path target = pathOf(blob);
        if (Files.exists(target) && Files.size(target) == Files.size(file)) {
            Files.delete(file);
            return blob;
        }
        Files.createDirectories(target.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return blob;
    }

    /** Whether there is a file for it; what is in that file was not read. */
    boolean has(String blob) {
        return Files.isRegularFile(pathOf(blob));
    }

    /** Whether the content, which is there, is what its name says. */
    boolean holds(String blob) throws IOException {
        return hash(pathOf(blob)).equals(blob);
    }

    static String hash(Path file) throws IOException {
        Blake3 hash = Blake3.initHash();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                hash.update(buffer.array(), 0, buffer.position());
            }
        }
        return hex(hash);
    }

    static String hex(Blake3 hash) {
        return HexFormat.of().formatHex(hash.doFinalize(32));
    }
}
