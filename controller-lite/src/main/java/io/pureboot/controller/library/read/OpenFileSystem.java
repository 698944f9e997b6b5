package io.pureboot.controller.library.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file system that could be listed. */
public interface OpenFileSystem extends AutoCloseable {
    /** Every entry of every folder, the root first. */
    List<FileRecord> files();

    /** Extended attributes, of readers that see them. */
    List<Attribute> attributes();

    /** What a reader of the list should know: entries that could not be read, a journal that was not replayed. */
    List<String> gaps();

    /** Tells which files are copied next, in this order: a reader may read several of them at once. */
    default void expect(List<FileRecord> next) {}

    /**
     * Writes a file's content.
     *
     * @throws IOException when not all of it can be read
     */
    void copy(FileRecord file, Path target) throws IOException;

    @Override
    void close() throws IOException;
}
