package io.pureboot.node.transfer;

import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.disk.DiskIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a target remembers of a session when its process dies: how far it was, and which chunks it had written. A hint
 * where to look, never taken as proof: what it names is compared with the source before it counts.
 */
public final class TransferJournal {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Stages in their order. */
    public enum Stage {
        WIPING,
        WRITING,
        COMPLETED
    }

    /**
     * @param map of what is used on the source: with another one, other bytes of the target have to be zeros
     * @param order the device ordered: a later order for another is another clone
     */
    public record Entry(Stage stage, DiskIdentity target, DiskIdentity source, String map, String order) {
        public Entry at(Stage next) {
            return new Entry(next, target, source, map, order);
        }
    }

    private final Path entryFile;
    private final Path chunksFile;

    /** @param directory made when missing */
    public TransferJournal(Path directory, String sessionId) throws IOException {
        if (!NAME.matcher(sessionId).matches() || sessionId.startsWith(".")) {
            throw new IOException("not a session id: " + sessionId);
        }
        Files.createDirectories(directory);
        this.entryFile = directory.resolve(sessionId + ".target.json");
        this.chunksFile = directory.resolve(sessionId + ".target.chunks");
    }

    /** Empty when nothing was begun, or what is there cannot be read. */
    public Optional<Entry> entry() {
        try {
            return Optional.of(ProtocolJson.mapper().readValue(Files.readAllBytes(entryFile), Entry.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public void record(Entry entry) throws IOException {
        replace(entryFile, ProtocolJson.mapper().writeValueAsBytes(entry));
    }

    /** Chunks written before; empty when nothing is known. */
    public BitSet chunks() throws IOException {
        try {
            return BitSet.valueOf(Files.readAllBytes(chunksFile));
        } catch (NoSuchFileException e) {
            return new BitSet();
        }
    }

    public void record(BitSet chunks) throws IOException {
        replace(chunksFile, chunks.toByteArray());
    }

    public void delete() throws IOException {
        Files.deleteIfExists(chunksFile);
        Files.deleteIfExists(entryFile);
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.write(next, content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
