package io.pureboot.controller.library.tar;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names of members: decoded without loss of difference, and made safe to write below a folder. */
public final class MemberName {
    private MemberName() {}

    /** UTF-8; every byte that is none becomes {@code %XX}, and so does NUL. */
    public static String decode(byte[] raw) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(raw);
        CharBuffer out = CharBuffer.allocate(3 * raw.length + 1);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                return out.flip().toString().replace("\0", "%00");
            }
            for (int i = 0; i < result.length(); i++) {
                out.put("%%%02X".formatted(in.get()));
            }
        }
    }

    /**
     * The path below a folder that the member belongs to: leading slashes and dots dropped, as tar does.
     *
     * @return empty when a component is {@code ..} or nothing is left: such a member is not written
     */
    public static Optional<String> safe(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                return Optional.empty();
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("/", parts));
    }
}
