package io.pureboot.controller.library.read;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A file system that this program reads itself, listed. */
public interface OwnVolume {
    /** Every entry of every folder, the root first. */
    List<FileRecord> files();

    /** What the list lacks. */
    List<String> gaps();

    /**
     * Writes a file's bytes.
     *
     * @throws IOException when not all of them can be read
     */
    void copy(FileRecord file, OutputStream target) throws IOException;
}
