package io.pureboot.controller.library.read;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How long the list of a file system may become: folders of a hostile one may nest, or be many, without end. */
public final class PathBudget {
    /** Characters; systems that mount such disks know no longer ones. */
    private static final int LONGEST = 16 << 10;
    /** Bytes of memory that an entry needs besides its path. */
    private static final int ENTRY = 300;
    /** Why a list ends where it does. */
    static final String TOO_DEEP = "folders are nested too deep: what is below one of them is not listed";

    /** A quarter of what there is: names, what they lead to and the list of both are in memory together. */
    private long left = Math.clamp(Runtime.getRuntime().maxMemory() / 4, 64L << 20, 1L << 30);

    /** Whether folders may be entered there. */
    public static boolean tooDeep(RawPath path) {
        return path.latin1().length() > LONGEST;
    }

    /**
     * Counts one more entry.
     *
     * @throws SpentException when the list is longer than one that is kept in memory may be
     */
    public void take(RawPath path) throws SpentException {
        left -= ENTRY + path.latin1().length();
        if (left < 0) {
            throw new SpentException();
        }
    }

    /** Puts a folder among those to be listed next, unless it lies too deep, which is said. */
    static void enter(RawPath path, String inode, Map<String, RawPath> below, List<String> gaps) {
        if (tooDeep(path)) {
            gaps.add(TOO_DEEP);
        } else {
            below.put(inode, path);
        }
    }

    /** Not all names are listed. */
    public static final class SpentException extends IOException {
        private static final long serialVersionUID = 1L;

        SpentException() {
            super("it has more names than are kept: not all of them are listed");
        }
    }
}
