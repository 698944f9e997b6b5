package io.pureboot.controller.library.read;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds of every list of files, whatever bytes it was made of. */
public final class ListedFiles {
    private static final int MOST_COPIES = 8;
    private static final int LARGEST_COPY = 1 << 16;
    private static final String KINDS = "fdlbcps?";

    private ListedFiles() {}

    /** Writes a file's bytes. */
    public interface Content {
        void copy(FileRecord file, OutputStream target) throws IOException;
    }

    /** No path leaves the root, and a file that is copied has its size: how many of them could be. */
    public static int check(List<FileRecord> files, Content content) {
        Set<String> inodes = new HashSet<>();
        int tried = 0;
        int copies = 0;
        for (FileRecord file : files) {
            check(file);
            if (file.isFile() && file.size() <= LARGEST_COPY && inodes.add(file.inode()) && tried++ < MOST_COPIES) {
                copies += copy(file, content) ? 1 : 0;
            }
        }
        return copies;
    }

    private static void check(FileRecord file) {
        String path = file.path().latin1();
        if (!path.startsWith("/")
                || (path + "/").contains("/../")
                || path.contains("\0")
                || path.length() > 1 && path.contains("//")) {
            throw new IllegalStateException("not safe: " + path);
        }
        if (file.size() < 0 || file.links() < 1 || KINDS.indexOf(file.kind()) < 0) {
            throw new IllegalStateException("no file is so: " + file);
        }
    }

    private static boolean copy(FileRecord file, Content content) {
        long[] written = new long[1];
        try {
            content.copy(file, new OutputStream() {
                @Override
                public void write(int b) {
                    written[0]++;
                }

                @Override
                public void write(byte[] bytes, int from, int length) {
                    written[0] += length;
                }
            });
        } catch (IOException e) {
            return false;
        }
        if (written[0] != file.size()) {
            throw new IllegalStateException("%d of %d bytes: %s".formatted(written[0], file.size(), file));
        }
        return true;
    }
}
