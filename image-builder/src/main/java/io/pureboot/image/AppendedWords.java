package io.pureboot.image;

import io.pureboot.demo.RefusedException;
import io.pureboot.node.KernelCommandLine;
import java.util.List;

/**
 * Words that a person puts on every kernel command line. GRUB and iPXE read the line as a script: what means something to
 * either of them would not arrive as it was written.
 */
final class AppendedWords {
    private static final String CHANGED = "\"'$\\;{}|&<>#`";

    private AppendedWords() {}

    /**
     * Refuses the first character that would not arrive, by name and place, and the first word of PureBoot that no image would
     * understand; never repeats the values, they may be secrets.
     */
    static void check(String words) {
        int[] characters = words.codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            int c = characters[i];
            boolean plain = c >= ' ' && c < 0x7f;
            if (!plain || CHANGED.indexOf(c) >= 0) {
                String shown = plain ? Character.toString(c) : String.format("U+%04X", c);
                throw new RefusedException("--append has " + shown + " as its character " + (i + 1)
                        + (plain
                                ? ": boot loaders change it, the kernel would not get it as it is"
                                : ": only plain ASCII arrives at the kernel as it is"));
            }
        }
        List<String> problems = KernelCommandLine.parse(words).problems();
        if (!problems.isEmpty()) {
            throw new RefusedException("--append: " + problems.getFirst().replace(" on the kernel command line", ""));
        }
    }
}
