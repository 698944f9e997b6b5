package io.pureboot.controller.library.read;

import java.io.IOException;

/** How long the list of a file system may become: folders of a hostile one may nest, or be many, without end. */
public final class PathBudget {
    /** Characters; systems that mount such disks know no longer ones. */
    private static final int LONGEST = 16 << 10;
    /** Bytes of memory that an entry needs besides its path. */
    private static final int ENTRY = 300;

    private long left = 512L << 20;

    /** Whether folders may be entered there. */
    public static boolean tooDeep(RawPath path) {
        return path.latin1().length() > LONGEST;
    }

    /**
     * Counts one more entry.
     *
     * @throws IOException when the list is longer than one that is kept in memory may be
     */
    public void take(RawPath path) throws IOException {
        left -= ENTRY + path.latin1().length();
        if (left < 0) {
            throw new IOException("it has more names than are kept: not all of them are listed");
        }
    }
}
