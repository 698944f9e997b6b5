package io.pureboot.controller.boot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a machine that starts from the network tells of itself; nothing of it is proven.
 *
 * @param mac address of the card it starts from
 * @param uuid its firmware's
 * @param pause after which it asks again, null the first time
 */
public record Ask(
        @Nullable String mac,
        @Nullable String uuid,
        @Nullable Pause pause) {

    /**
     * Kept by the machine, in its script, and not here.
     *
     * @param number of the pauses so far, from 1
     * @param heard when the node with the same firmware UUID was last heard of, as the first pause began: milliseconds
     *     since 1970
     */
    public record Pause(int number, long heard) {
        private static final Pattern NUMBER = Pattern.compile("[1-9]");
        private static final Pattern TIME = Pattern.compile("[0-9]{1,18}");

        /** Null when these are not the words of a script of ours: the machine then asks for the first time. */
        public static @Nullable Pause of(@Nullable String asked, @Nullable String heard) {
            if (asked == null || heard == null) {
                return null;
            }
            Matcher number = NUMBER.matcher(asked);
            Matcher time = TIME.matcher(heard);
            return number.matches() && time.matches()
                    ? new Pause(Integer.parseInt(asked), Long.parseLong(heard))
                    : null;
        }

        Pause next() {
            return new Pause(number + 1, heard);
        }

        String parameters() {
            return "&asked=" + number + "&heard=" + heard;
        }
    }
}
