package io.pureboot.node.partition;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.node.disk.TablePartitions;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The sectors a partition table consists of, as they were: boot record, GPT headers and arrays, the records of logical
 * partitions; of a disk without a table its first and last MiB. Kept in a file, written back byte for byte.
 */
final class TableBackup {
    private static final long MAGIC = 0x5055524554424c31L;
    private static final int MOST = 4 << 20;

    private record Piece(long position, byte[] bytes) {}

    private final long diskSize;
    private final List<Piece> pieces;

    private TableBackup(long diskSize, List<Piece> pieces) {
        this.diskSize = diskSize;
        this.pieces = pieces;
    }

    static TableBackup capture(BlockDevice disk) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (Extent extent : TablePartitions.sectorsOf(disk)) {
            ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(extent.length()));
            if (disk.read(buffer, extent.start()) != extent.length()) {
                throw new IOException(disk.name() + " ends before byte " + extent.end());
            }
            pieces.add(new Piece(extent.start(), buffer.array()));
        }
        return new TableBackup(disk.size(), pieces);
    }

    /** On the medium under its own name when this returns, or not there at all. */
    void save(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(part))) {
            out.writeLong(MAGIC);
            out.writeLong(diskSize);
            out.writeInt(pieces.size());
            for (Piece piece : pieces) {
                out.writeLong(piece.position);
                out.writeInt(piece.bytes.length);
                out.write(piece.bytes);
            }
        }
        try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    static TableBackup load(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            if (in.readLong() != MAGIC) {
                throw new IOException(file + " is no backup of a partition table");
            }
            long diskSize = in.readLong();
            int count = in.readInt();
            List<Piece> pieces = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long position = in.readLong();
                int length = in.readInt();
                if (length < 0 || length > MOST) {
                    throw new IOException(file + " is damaged");
                }
                pieces.add(new Piece(position, in.readNBytes(length)));
            }
            return new TableBackup(diskSize, pieces);
        }
    }

    /**
     * Writes it back; the primary table last, so that what is cut off is still the newer one.
     *
     * @throws IOException when the disk has another size now
     */
    void restore(BlockDevice disk) throws IOException {
        if (disk.size() != diskSize) {
            throw new IOException(
                    disk.name() + " has " + disk.size() + " bytes, the backup is of a disk of " + diskSize);
        }
        for (int i = pieces.size() - 1; i >= 0; i--) {
            disk.write(ByteBuffer.wrap(pieces.get(i).bytes), pieces.get(i).position);
            disk.flush();
        }
    }
}
