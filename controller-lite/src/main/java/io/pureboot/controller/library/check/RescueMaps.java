package io.pureboot.controller.library.check;

import io.pureboot.controller.library.rescue.Health;
import io.pureboot.controller.library.rescue.RescueMap;
import io.pureboot.controller.library.tar.MemberName;
import io.pureboot.controller.library.tar.MemberPieces;
import io.pureboot.controller.library.tar.MemberPieces.Piece;
import io.pureboot.controller.library.tar.TarMember;
import io.pureboot.controller.library.tar.TarReader;
import io.pureboot.controller.library.text.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ddrescue maps that lie beside images in an archive. They are not unpacked; of each only what is wrong with its
 * image is remembered.
 */
final class RescueMaps {
    private static final String SUFFIX = ".map";
    private static final int LARGEST = 16 << 20;
    private static final int MOST = 4096;

    private final Map<String, String> complaints = new HashMap<>();

    static boolean isMap(TarMember member) {
        return member.kind() == TarMember.Kind.FILE
                && member.name().endsWith(SUFFIX)
                && member.size() > 0
                && member.size() <= LARGEST;
    }

    /** Reads the member the reader stands at. */
    void read(TarReader reader, TarMember member) throws IOException {
        String name = MemberName.safe(member.name()).orElse("");
        if (name.isEmpty() || complaints.size() == MOST) {
            return;
        }
        byte[] bytes = bytes(reader, member);
        if (isEmpty(bytes)) {
            return;
        }
        String stem = name.substring(0, name.length() - SUFFIX.length());
        try {
            RescueMap map = RescueMap.of(new ByteArrayInputStream(bytes));
            if (map.health() != Health.OK) {
                complaints.put(
                        stem, "its medium was %s: %s".formatted(map.health().word(), map.text()));
            }
        } catch (IOException e) {
            complaints.put(stem, "its map %s cannot be read: %s".formatted(name, Reason.of(e)));
        }
    }

    // Nothing but comments: a place is held, nothing is said of the medium.
    private static boolean isEmpty(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.lines().allMatch(line -> line.isBlank() || line.startsWith("#"));
    }

    private static byte[] bytes(TarReader reader, TarMember member) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream((int) member.size());
        MemberPieces pieces = new MemberPieces(reader, member.map());
        byte[] buffer = new byte[MemberPieces.SIZE];
        for (Piece piece = pieces.next(buffer); piece != null; piece = pieces.next(buffer)) {
            byte[] data = piece.bytes();
            all.write(data == null ? new byte[(int) piece.length()] : data, 0, (int) piece.length());
        }
        return all.toByteArray();
    }

    /** What the map of the image of that name has to say, when not all of the medium is in the image. */
    Optional<String> complaint(String image) {
        int dot = image.lastIndexOf('.');
        return Optional.ofNullable(complaints.get(dot < 0 ? image : image.substring(0, dot)));
    }
}
