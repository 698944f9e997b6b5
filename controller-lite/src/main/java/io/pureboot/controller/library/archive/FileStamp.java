package io.pureboot.controller.library.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What tells whether a file changed while it was read.
 *
 * @param key which file it is, of all that had its name
 * @param size bytes
 */
public record FileStamp(@Nullable Object key, long size, FileTime modified) {
    public static FileStamp of(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(now.fileKey(), now.size(), now.lastModifiedTime());
    }
}
