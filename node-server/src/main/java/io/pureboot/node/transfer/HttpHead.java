package io.pureboot.node.transfer;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Start line and headers of an HTTP/1.1 message. Names in lower case; a header that comes twice is joined with a comma.
 */
record HttpHead(List<String> startLine, Map<String, String> headers) {

    /** @throws ProtocolException when it is no HTTP/1 message */
    static HttpHead parse(byte[] bytes, int length) throws ProtocolException {
        String[] lines = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).split("\r\n");
        String[] start = lines[0].split(" ", 3);
        if (start.length < 2) {
            throw new ProtocolException("not HTTP: " + printable(lines[0]));
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0 || lines[i].substring(0, colon).chars().anyMatch(c -> c <= ' ')) {
                throw new ProtocolException("not a header: " + printable(lines[i]));
            }
            headers.merge(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip(),
                    (a, b) -> a + "," + b);
        }
        return new HttpHead(List.of(start), headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** True when a comma-separated header has the token among its own. */
    boolean lists(String name, String token) {
        return header(name).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .anyMatch(part -> part.split(";")[0].strip().equalsIgnoreCase(token));
    }

    /** Bytes of the body; a message without the header has none. */
    long contentLength() throws ProtocolException {
        if (headers.containsKey("transfer-encoding")) {
            throw new ProtocolException("transfer encodings are not understood here");
        }
        String value = headers.getOrDefault("content-length", "0");
        if (!value.matches("\\d{1,18}")) {
            throw new ProtocolException("not a length: " + printable(value));
        }
        return Long.parseLong(value);
    }

    private static String printable(String text) {
        String shown = text.replaceAll("[^\\x20-\\x7e]", "?");
        return shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
    }
}
