package io.pureboot.controller.library.text;

/** Text for a terminal. Names in images and archives are anybody's, and a terminal obeys some characters. */
public final class Printable {
    private Printable() {}

    /** The text with control and invisible formatting characters, line ends too, as {@code \}{@code uXXXX}. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            if (isShown((char) c)) {
                shown.append((char) c);
            } else {
                shown.append("\\u%04x".formatted(c));
            }
        });
        return shown.toString();
    }

    private static boolean isShown(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
