package io.pureboot.controller.node;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The UUID a machine's firmware tells of it, when its maker has filled one in. */
public final class FirmwareUuid {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** Left in thousands of boards by their makers. */
    private static final Set<String> LEFT_IN = Set.of(
            "03000200-0400-0500-0006-000700080009",
            "00020003-0004-0005-0006-000700080009",
            "12345678-1234-5678-90ab-cddeefaabbcc",
            "11111111-2222-3333-4444-555555555555",
            "03020100-0504-0706-0809-0a0b0c0d0e0f");

    private FirmwareUuid() {}

    /** In lower case; null when it tells no machine from another: none, zeros, one digit all over, a maker's default. */
    public static @Nullable String identity(@Nullable String told) {
        if (told == null) {
            return null;
        }
        String text = told.strip().toLowerCase(Locale.ROOT);
        boolean oneDigit = text.replace("-", "").chars().distinct().count() <= 1;
        return UUID.matcher(text).matches() && !oneDigit && !LEFT_IN.contains(text) ? text : null;
    }
}
