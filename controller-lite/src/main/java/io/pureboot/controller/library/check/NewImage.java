package io.pureboot.controller.library.check;

import io.pureboot.controller.library.tar.MemberPieces.Piece;
import io.pureboot.controller.library.text.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Writes an image under a temporary name, with holes where it has zeros, and renames it when all is well and on the
 * disk. Nothing stays of it when the run is stopped; when the run is killed, the temporary name does.
 */
final class NewImage implements KeptImage {
    private static final int BLOCK = 4096;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(BLOCK).asReadOnlyBuffer();
    private static final long LOOK_EVERY = 8L << 20;
    /** What must stay free while an image is written: this share, and never less than two looks apart. */
    private static final int RESERVE_PERCENT = 1;

    private final Path target;
    private final Path partial;
    private final Path folder;
    private final DiskSpace space;
    private final RandomAccessFile file;
    private final FileChannel channel;
    private long sinceLook = LOOK_EVERY;

    /**
     * @throws StagingException when nothing can be written there
     * @throws ImageTooLargeException when only a file of that size cannot be
     */
    NewImage(Path target, long size, DiskSpace space) throws IOException {
        this.target = target;
        this.partial = Staging.partialOf(target);
        this.folder = Objects.requireNonNull(target.toAbsolutePath().getParent());
        this.space = space;
        try {
            Files.deleteIfExists(partial);
            partial.toFile().deleteOnExit();
            file = new RandomAccessFile(partial.toFile(), "rw");
            channel = file.getChannel();
        } catch (IOException e) {
            throw new StagingException(partial + " cannot be written: " + Reason.of(e), e);
        }
        try {
            // Holes take no room: what this fails for is the size alone.
            file.setLength(size);
        } catch (IOException e) {
            discard();
            throw new ImageTooLargeException(target, size, e);
        }
    }

    @Override
    public void write(Piece piece) throws IOException {
        byte[] bytes = piece.bytes();
        if (bytes == null) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, (int) piece.length());
        try {
            int from = 0;
            while (from < buffer.limit()) {
                int data = skip(buffer, from, true);
                int end = skip(buffer, data, false);
                put(buffer.slice(data, end - data), piece.start() + data);
                from = end;
            }
        } catch (StagingException e) {
            throw e;
        } catch (IOException e) {
            throw new StagingException(partial + " cannot be written: " + Reason.of(e), e);
        }
    }

    // The end of the run of blocks from here that are all zeros, or all not.
    private static int skip(ByteBuffer buffer, int from, boolean zeros) {
        int at = from;
        while (at < buffer.limit()) {
            int length = Math.min(BLOCK, buffer.limit() - at);
            boolean zero = buffer.slice(at, length).equals(ZEROS.slice(0, length));
            if (zero != zeros) {
                break;
            }
            at += length;
        }
        return at;
    }

    private void put(ByteBuffer data, long position) throws IOException {
        sinceLook += data.remaining();
        if (sinceLook > LOOK_EVERY) {
            sinceLook = 0;
            DiskSpace.Figures figures = space.of(folder);
            if (figures.below(RESERVE_PERCENT) || figures.left() < 2 * LOOK_EVERY) {
                throw new StagingException(
                        "disk space: only %d MiB left while %s is written".formatted(figures.left() >> 20, target),
                        null);
            }
        }
        long at = position;
        while (data.hasRemaining()) {
            at += channel.write(data, at);
        }
    }

    @Override
    public boolean complete() throws IOException {
        try {
            channel.force(true);
            file.close();
            return true;
        } catch (IOException e) {
            throw new StagingException(partial + " cannot be written: " + Reason.of(e), e);
        }
    }

    @Override
    public void publish() throws IOException {
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                entries.force(true);
            }
        } catch (IOException e) {
            throw new StagingException(target + " cannot be completed: " + Reason.of(e), e);
        }
    }

    @Override
    public void discard() throws IOException {
        file.close();
        Files.deleteIfExists(partial);
    }
}
