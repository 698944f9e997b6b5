package io.pureboot.controller.library.tar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The tar reader over any bytes, for Jazzer ({@code --target_class}) and for {@link TarFuzzTest}: it ends, in an
 * IOException when the bytes are no whole tar, and never gives more than a member's size.
 */
public final class TarFuzz {
    private static final int MOST_PIECES = 64;

    private TarFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        TarReader reader = new TarReader(new ByteArrayInputStream(mended(input)));
        byte[] buffer = new byte[MemberPieces.SIZE];
        try {
            for (TarMember member = reader.next(); member != null; member = reader.next()) {
                MemberName.safe(member.name()).ifPresent(TarFuzz::checkSafe);
                MemberPieces pieces = new MemberPieces(reader, member.map());
                long end = 0;
                int count = 0;
                for (MemberPieces.Piece piece = pieces.next(buffer);
                        piece != null && count < MOST_PIECES;
                        piece = pieces.next(buffer), count++) {
                    if (piece.start() != end || piece.length() <= 0) {
                        throw new IllegalStateException("a piece at %d behind %d".formatted(piece.start(), end));
                    }
                    end += piece.length();
                }
                if (end > member.size()) {
                    throw new IllegalStateException("%d bytes of %d".formatted(end, member.size()));
                }
            }
        } catch (IOException e) {
            // What damage looks like.
            return;
        }
    }

    // Else hardly any changed header would get past its checksum.
    private static byte[] mended(byte[] input) {
        byte[] tar = input.clone();
        for (int block = 0; block + 512 <= tar.length; block += 512) {
            if (tar[block + 257] == 'u' && tar[block + 258] == 's') {
                Arrays.fill(tar, block + 148, block + 156, (byte) ' ');
                int sum = 0;
                for (int i = 0; i < 512; i++) {
                    sum += Byte.toUnsignedInt(tar[block + i]);
                }
                byte[] text = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(text, 0, tar, block + 148, text.length);
            }
        }
        return tar;
    }

    private static void checkSafe(String name) {
        if (name.startsWith("/") || ("/" + name + "/").contains("/../")) {
            throw new IllegalStateException("not safe: " + name);
        }
    }
}
