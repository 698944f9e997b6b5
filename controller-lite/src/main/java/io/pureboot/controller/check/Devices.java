package io.pureboot.controller.check;

import io.pureboot.protocol.problem.ProblemException;
import java.util.regex.Pattern;

/** Names of block devices: {@code /dev/sda}, {@code dev/sda} and {@code sda} are one. */
public final class Devices {
    /** Column width of the schema. */
    public static final int MAX_LENGTH = 50;

    private static final Pattern PATH =
            Pattern.compile("/dev/[A-Za-z0-9][A-Za-z0-9._:+-]*(/[A-Za-z0-9][A-Za-z0-9._:+-]*)*");

    private Devices() {}

    public static boolean valid(String path) {
        return path.length() <= MAX_LENGTH && PATH.matcher(path).matches();
    }

    /** The full path of a name as it stands in a URL; a 422 naming {@code device} when it cannot be one. */
    public static String path(String name) {
        String bare = name.replaceFirst("^/+", "");
        String path = bare.startsWith("dev/") ? "/" + bare : "/dev/" + bare;
        if (!valid(path)) {
            throw ProblemException.field("device", "'" + name + "' is not the name of a block device");
        }
        return path;
    }
}
