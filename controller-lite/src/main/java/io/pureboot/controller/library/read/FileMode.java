package io.pureboot.controller.library.read;

/** The kind of a file in its mode bits. */
public final class FileMode {
    private FileMode() {}

    /** That kind, or {@code ?} when there is none of that letter. */
    static char known(char kind) {
        return "fdlbcps".indexOf(kind) < 0 ? '?' : kind;
    }

    /** As {@code find -printf %y} prints it. */
    public static char kind(int mode) {
        return switch (mode >> 12 & 0xf) {
            case 1 -> 'p';
            case 2 -> 'c';
            case 4 -> 'd';
            case 6 -> 'b';
            case 8 -> 'f';
            case 10 -> 'l';
            case 12 -> 's';
            default -> '?';
        };
    }
}
