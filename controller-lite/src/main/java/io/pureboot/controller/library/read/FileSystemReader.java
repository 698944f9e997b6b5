package io.pureboot.controller.library.read;

import java.io.IOException;
import java.nio.file.Path;

/** Reads one or several kinds of file systems. */
public interface FileSystemReader {
    /** For people: which program reads. */
    String name();

    boolean reads(String type);

    /**
     * Lists it.
     *
     * @param work an empty folder for what it needs meanwhile
     * @throws IOException when it cannot be listed, with the reason
     */
    OpenFileSystem open(Place place, Path work) throws IOException;
}
