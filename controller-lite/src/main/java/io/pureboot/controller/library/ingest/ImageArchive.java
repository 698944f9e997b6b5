package io.pureboot.controller.library.ingest;

import com.github.luben.zstd.ZstdOutputStream;
import io.pureboot.controller.library.archive.ArchiveStream;
import io.pureboot.controller.library.tar.MemberPieces;
import io.pureboot.controller.library.tar.TarMember;
import io.pureboot.controller.library.tar.TarReader;
import io.pureboot.controller.library.tar.TarWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.Blake3;

/** The {@code .tar.zst} of one image and the files that belong to it; read back before it gets its name. */
final class ImageArchive {
    private static final int LEVEL = 3;
    private static final List<String> COMPANIONS = List.of(".map", "-ddrescue.log", ".map.stall");

    private final Path file;

    ImageArchive(Path folder, String hash) {
        this.file = folder.resolve(hash + ".tar.zst");
    }

    Path file() {
        return file;
    }

    /** Whether the image is still the one to be archived. */
    interface Unchanged {
        /** @throws IOException when it is not */
        void require(String blake3) throws IOException;
    }

    /**
     * Writes the archive and reads it back.
     *
     * @param unchanged asked before the archive gets its name, with the BLAKE3 of what is in it
     * @return the image's BLAKE3, the same in both directions
     * @throws IOException when what was read back differs, too
     */
    String write(Path image, String hash, Unchanged unchanged) throws IOException {
        Path partial = LibraryFolder.partialOf(file);
        try {
            String written = pack(image, hash, partial);
            unchanged.require(written);
            String back = read(partial, hash);
            if (!written.equals(back)) {
                throw new IOException("the archive of %s differs when read back".formatted(image));
            }
            LibraryFolder.publish(partial, file);
            return written;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static String pack(Path image, String hash, Path target) throws IOException {
        Blake3 digest = Blake3.initHash();
        try (ZstdOutputStream zstd = new ZstdOutputStream(Files.newOutputStream(target), LEVEL)) {
            zstd.setChecksum(true);
            TarWriter tar = new TarWriter(zstd);
            tar.add(hash + ".img", image, digest::update);
            for (Path companion : companions(image)) {
                String suffix = companion
                        .getFileName()
                        .toString()
                        .substring(baseOf(image).length());
                tar.add(hash + suffix, companion, (bytes, offset, length) -> {});
            }
            tar.end();
        }
        return ContentStore.hex(digest);
    }

    private static String baseOf(Path image) {
        String name = image.getFileName().toString();
        return name.toLowerCase(java.util.Locale.ROOT).endsWith(".img") ? name.substring(0, name.length() - 4) : name;
    }

    private static List<Path> companions(Path image) {
        List<Path> found = new ArrayList<>();
        for (String suffix : COMPANIONS) {
            Path file = image.resolveSibling(baseOf(image) + suffix);
            if (Files.isRegularFile(file)) {
                found.add(file);
            }
        }
        return found;
    }

    /** The BLAKE3 of the image in this archive, read to its end. */
    String hashInside(String hash) throws IOException {
        return read(file, hash);
    }

    private static String read(Path archive, String hash) throws IOException {
        String found = null;
        byte[] buffer = new byte[MemberPieces.SIZE];
        try (ArchiveStream in = ArchiveStream.open(archive)) {
            TarReader reader = new TarReader(in);
            for (TarMember member = reader.next(); member != null; member = reader.next()) {
                if (member.name().equals(hash + ".img")) {
                    Blake3 digest = Blake3.initHash();
                    MemberPieces pieces = new MemberPieces(reader, member.map());
                    for (MemberPieces.Piece piece = pieces.next(buffer); piece != null; piece = pieces.next(buffer)) {
                        update(digest, piece);
                    }
                    found = ContentStore.hex(digest);
                }
            }
        }
        if (found == null) {
            throw new IOException("%s holds no %s.img".formatted(archive, hash));
        }
        return found;
    }

    private static void update(Blake3 digest, MemberPieces.Piece piece) {
        byte[] bytes = piece.bytes();
        if (bytes != null) {
            digest.update(bytes, 0, (int) piece.length());
            return;
        }
        byte[] zeros = new byte[MemberPieces.SIZE];
        for (long left = piece.length(); left > 0; left -= zeros.length) {
            digest.update(zeros, 0, (int) Math.min(left, zeros.length));
        }
    }
}
