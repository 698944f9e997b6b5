package io.pureboot.protocol.javalin;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One file of a web page: its bytes, its media type and an entity tag made of its content. */
record WebFile(byte[] content, String contentType, String entityTag) {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png");

    static WebFile of(String path, byte[] content) {
        String type = typeOf(path);
        if (type == null) {
            throw new IllegalArgumentException("no media type for " + path);
        }
        String tag = '"' + HexFormat.of().formatHex(sha256(content), 0, 12) + '"';
        return new WebFile(content, type, tag);
    }

    /** The media type by file name; null for files that are no part of a page. */
    static @Nullable String typeOf(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.get(extension);
    }

    static String base64Sha256(byte[] content) {
        return Base64.getEncoder().encodeToString(sha256(content));
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
